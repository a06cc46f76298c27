// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'

// Waits until a condition holds; gives up after half a minute.
export async function until(what, holds) {
  for (let tries = 0; !(await holds()); tries++) {
    assert.ok(tries < 600, `never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
