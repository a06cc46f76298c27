// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { abroad, home } from '../lib/grid.mjs'
import { password, town } from '../lib/world.mjs'

export default function suite(world) {
  const login = (body) => world.anyone.post('/session', body)
  const grants = (...roles) => roles.map(([role, area]) => ({ role, area }))

  describe('accounts', () => {
    test('signing in gives a token and a cookie that scripts cannot read', async () => {
      const reply = await login({ body: { login: 'INTAKE', password } })
      assert.equal(reply.json.login, 'intake')
      assert.match(reply.headers['set-cookie'], /HttpOnly/)
      assert.match(reply.headers['set-cookie'], /SameSite=Strict/)
      const me = await world.anyone.with({ token: reply.json.token }).get('/session')
      assert.deepEqual(me.json.roles, [{ role: 'intake', area: home, area_name: '本区' }])
    })

    test('a wrong password and an unknown login look the same', async () => {
      const wrong = await login({ body: { login: 'auditor', password: 'not this one' }, is: 401 })
      const unknown = await login({ body: { login: 'nobody.here', password: 'not this one' }, is: 401 })
      const { instance: _, ...first } = wrong.json
      const { instance: __, ...second } = unknown.json
      assert.deepEqual(first, second)
      assert.equal(wrong.json.code, 'session.wrong')
      await world.signIn('auditor')
    })

    test('whoever is signed in changes the own password with the present one, and every other session ends', async () => {
      await world.admin.post('/accounts', { body: { login: 'own.pass', name: '改', password, roles: grants(['checker', town]) } })
      const [here, there] = [await world.signIn('own.pass'), await world.signIn('own.pass')]
      const change = (old, to, expected) => here.post('/session/password', { body: { old, password: to }, ...expected })
      await world.changesNothing(() => change('not the one', 'a longer secret', { is: 422, code: 'account.password_old' }))
      await world.changesNothing(() => change(password, 'own.pass 12345', { is: 422, code: 'account.password' }))
      await change(password, 'a longer secret', { is: 200 })
      await there.get('/session', { is: 401 })
      await login({ body: { login: 'own.pass', password }, is: 401, code: 'session.wrong' })
      await world.signIn('own.pass', 'a longer secret')
    })

    test('nobody gives himself a duty, and a login counts only as a person of the own area', async () => {
      const me = (await world.admin.get('/session')).json
      const own = (await world.admin.get(`/accounts/${me.account}`)).json
      await world.changesNothing(() => world.admin.patch(`/accounts/${me.account}`, { body: { roles: grants(['admin', own.roles[0].area], ['clerk', own.roles[0].area]) }, version: own.version, is: 403, code: 'account.own_roles' }))
      const body = { login: 'no.body', name: '某', password, roles: grants(['checker', town]) }
      const { ref } = await world.file()
      await world.changesNothing(() => world.admin.post('/accounts', { body: { ...body, person: ref }, is: 422, code: 'person.unknown' }))
    })

    test('five wrong passwords lock the login, for the right one too, until an officer sets a new one', async () => {
      const made = await world.admin.post('/accounts', { body: { login: 'locked', name: '锁', password, roles: grants(['checker', town]) } })
      for (let i = 0; i < 5; i++) await login({ body: { login: 'locked', password: 'wrong again' }, is: 401, code: 'session.wrong' })
      await login({ body: { login: 'locked', password }, is: 401, code: 'session.wrong' })
      assert.equal((await world.admin.get(`/accounts/${made.json.id}`)).json.locked, true)
      await world.admin.post(`/accounts/${made.json.id}/password`, { body: { password: 'a better secret' } })
      await world.signIn('locked', 'a better secret')
    })

    test('a token is no longer good after signing out', async () => {
      const officer = await world.signIn('checker')
      await officer.delete('/session')
      await officer.get('/session', { is: 401, code: 'session.needed' })
      await world.anyone.with({ token: 'x'.repeat(43) }).get('/session', { is: 401 })
      await world.anyone.with({ token: '../../etc/passwd' }).get('/session', { is: 401 })
    })

    test('a change by cookie needs the header that other sites cannot send', async () => {
      const reply = await login({ body: { login: 'admin', password } })
      const cookie = reply.headers['set-cookie'].split(';')[0]
      const browser = world.anyone.with({ cookie })
      const body = { name: '跨站', area: town }
      await world.changesNothing(async () => {
        await browser.post('/persons', { body, headers: { 'x-requested-with': 'somebody' }, is: 403 })
        const bare = await fetch(`${world.server.base}/api/v1/persons`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) })
        assert.equal(bare.status, 403)
      })
      await browser.post('/persons', { body, is: 201 })
      await browser.delete('/session', { is: 204 })
    })

    test('an officer cannot give a role beyond their own areas', async () => {
      const body = { login: 'beyond', name: '越界', password, roles: grants(['intake', abroad]) }
      await world.changesNothing(async () => {
        await world.admin.post('/accounts', { body, is: 403 })
        await world.admin.post('/accounts', { body: { ...body, roles: grants(['intake', home], ['checker', '99']) }, is: 403 })
      })
    })

    test('a login that is taken conflicts, a bad one or a weak password breaks a rule', async () => {
      const body = { login: 'new.login', name: '新', password, roles: grants(['intake', town]) }
      await world.changesNothing(async () => {
        await world.admin.post('/accounts', { body: { ...body, login: 'intake' }, is: 409, code: 'account.login_taken' })
        await world.admin.post('/accounts', { body: { ...body, login: '中文' }, is: 422, code: 'account.login' })
        await world.admin.post('/accounts', { body: { ...body, password: 'short' }, is: 422, code: 'account.password' })
        await world.admin.post('/accounts', { body: { ...body, password: 'new.login' }, is: 422, code: 'account.password' })
        await world.admin.post('/accounts', { body: { ...body, roles: [] }, is: 422, code: 'account.roles' })
        await world.admin.post('/accounts', { body: { ...body, roles: grants(['mayor', town]) }, is: 422, code: 'account.role_unknown' })
        await world.admin.post('/accounts', { body: { ...body, person: '990101-AAAAAAAAAA' }, is: 422 })
      })
    })

    test('a change of rights ends the sessions, and a disabled login cannot come back', async () => {
      const made = await world.admin.post('/accounts', { body: { login: 'leaver', name: '离任', password, roles: grants(['intake', town]) } })
      const officer = await world.signIn('leaver')
      const path = `/accounts/${made.json.id}`
      const moved = await world.admin.patch(path, { version: made.version, body: { roles: grants(['checker', town]) } })
      assert.deepEqual(moved.json.roles.map((r) => r.role), ['checker'])
      await officer.get('/session', { is: 401 })
      const off = await world.admin.patch(path, { version: moved.version, body: { disabled: true } })
      assert.equal(off.json.disabled, true)
      await login({ body: { login: 'leaver', password }, is: 401 })
      await world.admin.patch(path, { version: off.version, body: { disabled: false } })
      await world.signIn('leaver')
    })

    test('a change needs the current version', async () => {
      const [account] = (await world.admin.get('/accounts', { query: { area: home } })).json.items
      await world.changesNothing(async () => {
        await world.admin.patch(`/accounts/${account.id}`, { body: { name: '无' }, is: 428, code: 'version.missing' })
        await world.admin.patch(`/accounts/${account.id}`, { body: { name: '旧' }, version: account.version + 7, is: 412, code: 'version.stale' })
      })
    })

    test('accounts of another district are neither listed nor shown', async () => {
      const theirs = (await world.root.get('/accounts', { query: { area: abroad } })).json.items
      const ours = await world.admin.all('/accounts')
      assert.ok(theirs.length > 0)
      assert.ok(!ours.some((a) => theirs.some((b) => a.id === b.id)))
      await world.admin.get(`/accounts/${theirs[0].id}`, { is: 403 })
      await world.admin.get('/accounts', { query: { area: abroad }, is: 403, code: 'right.area' })
      await world.root.get('/accounts/99999', { is: 404, code: 'account.unknown' })
    })
  })
}
