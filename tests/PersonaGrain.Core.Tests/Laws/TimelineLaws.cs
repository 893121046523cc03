using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Triggers;

namespace PersonaGrain.Laws;

/// <summary>What a timeline forgets never changes what it answers.</summary>
public sealed class TimelineLaws
{
    private const int Within = 10;
    private const int Late = 100;
    private static readonly TriggerShape Shape = new("left", [], Within, Late, 0);

    /// <summary>Time passes, and then something occurs, or what was derived is taken back.</summary>
    public sealed record Event(int Pause, int Late, int Kind, bool IsDerived);

    private static readonly Gen<Event[]> Lives =
        from count in Law.Number(1, 60)
        from events in (from pause in Law.Number(0, 7)
                        from late in Law.Number(-20, Late)
                        from kind in Law.Number(0, 8)
                        from derived in Law.Number(0, 3)
                        select new Event(pause, Math.Max(0, late), kind, derived == 0)).ArrayOf(count)
        select events;

    [Fact]
    public void Timeline_fires_and_retracts_as_one_that_forgets_nothing() => Law.Holds(Lives, events =>
    {
        var (timeline, whole, now) = (new TriggerTimeline(), new Whole(), 1_000L);
        foreach (var one in events)
        {
            now += one.Pause;
            Settle(timeline, now);
            Occur(one, timeline, whole, now);
            Settle(timeline, now);

            Fired(timeline).ShouldBe(whole.Fired(now));
            timeline.Trim(now, Shape);
            Fired(timeline).ShouldBe(whole.Fired(now));
        }

        Settle(timeline, now + Within);
        Fired(timeline).ShouldBe(whole.Fired(now + Within));
        timeline.Count.ShouldBeLessThan((6 * ((Late / Within) + 2)) + whole.Kept);
    }, runs: 4_000);

    /// <summary>What would fire for a deadline longer ago than the trigger may be late is missed: nothing that says so comes.</summary>
    private static void Occur(Event one, TriggerTimeline timeline, Whole whole, long now)
    {
        var time = now - one.Late;
        switch (one.Kind)
        {
            case < 4:
                timeline.Arm(time, one.IsDerived, Shape);
                whole.Armings.Add((time, one.IsDerived));
                break;
            case < 7:
                timeline.Disarm(time, one.IsDerived, Shape);
                whole.Disarmings.Add((time, one.IsDerived));
                break;
            case 7 when whole.Armings.Exists(arming => arming.IsDerived && arming.Time >= now - Late):
                var arming = whole.Armings.Where(arming => arming.IsDerived).MaxBy(arming => arming.Time);
                timeline.WithdrawArming(arming.Time);
                whole.Armings.RemoveAll(other => other == arming);
                break;
            case 8 when whole.Disarmings.Exists(disarming => disarming.IsDerived && disarming.Time >= now - Late):
                var disarming = whole.Disarmings.Where(disarming => disarming.IsDerived).MaxBy(disarming => disarming.Time);
                timeline.WithdrawDisarming(disarming.Time);
                whole.Disarmings.Remove(disarming);
                break;
        }
    }

    private static void Settle(TriggerTimeline timeline, long now)
    {
        while (timeline.Next() is >= 0 and var next && (timeline.Armings[next].State == ArmingState.Fired || timeline.Armings[next].Deadline <= now))
        {
            if (timeline.Armings[next].State == ArmingState.Fired)
            {
                timeline.Retract(next);
            }
            else
            {
                timeline.Fire(next, 1);
            }
        }
    }

    private static long[] Fired(TriggerTimeline timeline)
    {
        var fired = new List<long>();
        foreach (ref readonly var arming in timeline.Armings)
        {
            if (arming.State == ArmingState.Fired)
            {
                fired.Add(arming.Time);
            }
        }

        return [.. fired];
    }

    /// <summary>Remembers everything.</summary>
    private sealed class Whole
    {
        internal List<(long Time, bool IsDerived)> Armings { get; } = [];

        internal List<(long Time, bool IsDerived)> Disarmings { get; } = [];

        /// <summary>What a timeline has to keep besides: firings, and what may be taken back.</summary>
        internal int Kept => TriggerTimeline.MostFired + Armings.Count(arming => arming.IsDerived) + Disarmings.Count(disarming => disarming.IsDerived);

        internal long[] Fired(long now) => [.. Armings.Select(arming => arming.Time).Distinct().Order().Where(time =>
            time + Within <= now
            && !Armings.Exists(other => other.Time > time && other.Time < time + Within)
            && !Disarmings.Exists(other => other.Time >= time && other.Time < time + Within))];
    }
}
