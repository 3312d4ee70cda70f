"""A loopback Discord: HTTP API (v10) and gateway on 127.0.0.1, for the real discord.py, small and strict.

    async with serve_discord(clock) as platform:          # server.py; `clock` as in tests/support/clock.py
        guild = platform.guild()                          # the bot is in it; bot_may=…, shard=1, of=2
        channel = platform.channel(guild)
        ada = platform.person(guild, "Ada", may=Permission.MANAGE_GUILD, locale="de")
        with pointed_at(platform) as waits:               # client.py: Route.BASE and the gateway's address
            …start a client with platform.token…          # waits.asked: the sleeps it wished for, none of them slept
            await platform.connected()
            outcome = await ada.command(channel, "setup", {"time": "09:00"})
            await outcome.answered()                      # .text .private .modal .choices .failed .message .follow_ups
            message = platform.messages(channel)[-1]      # what everybody sees; ada.sees(channel): what Ada sees
            await ada.press(message, buttons_of(message)["B"])      # looking.py: text_of, controls_of, …
            await ada.choose(message, "a-select", ["a", "c"])
            await ada.submit(outcome, {"field": "value"})           # the modal that `outcome` opened
            await ada.complete(channel, "quiz", "topic", "lam")     # completions

Nothing sleeps: `clock.advance(seconds=4)` ends the three seconds of what waits (late answers get 10062, the person sees
`failed`), and so does `platform.expire()`, which also wakes whoever waits for it; 15 minutes end a token. `wait=False`
returns before anything is acknowledged, then `await outcome.acknowledged()`, `.answered()`, or
`platform.until(lambda: …, "what")`.

Faults (faults.py): `platform.faults.next("POST /channels/{channel_id}/messages", rate_limited(0.5), cut_after())`,
`.always(…)`, `.clear()`. Limits that are counted: `platform.limits.set(route, 5, seconds=5)`, with
`pointed_at(platform, passing=clock.advance)`. The gateway: `platform.gateway.drop()`, `.reconnect()`,
`.invalidate(resumable=…)`, `.away`, `.swallow_heartbeats`, `.shards`. The world: `remove_bot`, `add_bot`, `outage`,
`delete_channel`, `deny`, `archive`, … What came in: `platform.requests("POST /channels/{channel_id}/messages")`.

A fault of the loopback itself, or an objection of Discord's OpenAPI document (document.py; only where
STUDYBOT_TEST_DISCORD_OPENAPI names it), fails the test at the end of `serve_discord`.

Where what is: values.py and world.py say what there is, shapes/ the forms Discord takes, rules_*.py what it refuses
beyond them, http_routes/ the API, gateway.py the gateway, interactions.py what people did, people.py how they do it.
"""
