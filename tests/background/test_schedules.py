"""Schedules on a real server: created once, and left as an operator has changed them."""

from temporalio.client import Client

from background import schedules

QUEUE = "standing-schedules"


async def test_a_schedule_is_made_once_and_stays_as_an_operator_left_it(client: Client) -> None:
    await schedules.register(client, QUEUE)
    handle = client.get_schedule_handle(schedules.COORDINATION_SWEEP)
    try:
        await handle.pause(note="not during the festival")
        await schedules.register(client, QUEUE)
        found = await handle.describe()
        assert (found.schedule.state.paused, found.schedule.state.note) == (True, "not during the festival")
        assert {(at.hour, at.minute) for at in found.info.next_action_times} == {(19, 30)}, (
            "half past three in Shanghai"
        )
    finally:
        await handle.delete()
