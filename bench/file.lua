-- wrk: every request files a case at a random point of the made-up city under a key of its own.
local thread_id = 0
function setup(thread)
    thread:set("id", thread_id)
    thread_id = thread_id + 1
end
function init()
    math.randomseed(os.time() * 10 + id)
    n, bad = 0, 0
    prefix = string.format("bench-%d-%d-%d-", os.time(), id, math.random(1, 1000000))
    kinds = { "household_rubbish", "road_damage", "neighbour_noise" }
end
function request()
    n = n + 1
    local body = string.format(
        '{"kind":"%s","body":"三号楼北侧垃圾堆了两天没有人清,天热有味道,请尽快处理。","lon":%.7f,"lat":%.7f,"address":"三号楼北侧","phone":"13800001234"}',
        kinds[math.random(1, 3)], 113.001 + math.random() * 0.498, 34.001 + math.random() * 0.198)
    return wrk.format("POST", "/api/v1/cases",
        { ["Content-Type"] = "application/json", ["Idempotency-Key"] = prefix .. n }, body)
end
function response(status)
    if status ~= 201 then bad = bad + 1 end
end
function done(summary, latency)
    io.write(string.format("requests=%d us=%d p50=%d p99=%d errors=%d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), summary.errors.status + summary.errors.read + summary.errors.timeout))
end
