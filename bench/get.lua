-- wrk: the same GET again and again, summed in one line.
function done(summary, latency)
    io.write(string.format("requests=%d us=%d p50=%d p99=%d errors=%d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), summary.errors.status + summary.errors.read + summary.errors.timeout))
end
