"""One piece of work for Python after the other; a new Python comes before all that waits."""

from javascript import ask

LOST = """(async () => {
  const { EngineLost } = await import("./python.js");
  const state = { engine: "ready" };
  const done = [];
  const queue = module.createQueue({ get: () => state, change: (change) => Object.assign(state, change) }, {}, {});
  const work = (name) => async () => { done.push(`${name} while ${state.engine}`); };
  const renew = async () => { done.push("renew"); state.engine = "ready"; };
  let lives = 0;
  const look = async () => {
    done.push("look");
    lives += 1;
    if (lives > 1) return;
    state.engine = "starting"; // whoever watches the worker is told first
    queue(renew, { first: true });
    throw new EngineLost("it was closed.");
  };
  queue(look, { again: true });
  queue(work("trained"));
  await queue(work("step"), { again: true });
  await queue(async () => {});
  return done;
})()"""


def test_what_was_asked_before_python_was_lost_waits_for_the_next_one(tmp_path):
    assert ask(tmp_path, LOST, "queue.js") == ["look", "renew", "trained while ready", "step while ready", "look"]


FAILED = """(async () => {
  const changes = [];
  const store = { get: () => ({}), change: (change) => changes.push(change) };
  const queue = module.createQueue(store, { blame: () => false }, {});
  const done = [];
  await queue(async () => { throw new RangeError("no such row"); }, { again: true });
  await queue(async () => { done.push("next"); });
  return [changes.map(({ failure }) => failure), done];
})()"""


def test_another_error_is_told_and_the_next_work_is_done(tmp_path):
    assert ask(tmp_path, FAILED, "queue.js") == [["Python reported an error. no such row"], ["next"]]
