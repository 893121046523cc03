using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Profiles.Computed;

namespace PersonaGrain.Laws;

/// <summary>What is kept of occurrences answers as a list of all of them does, at every tick, whatever comes late, ahead of time, or is taken back.</summary>
public sealed class PatternLaws
{
    private const int Length = 7;
    private const int Of = 5;
    private const int AtLeast = 3;
    private const int Gap = 9;
    private const int Within = 31;
    private const int Ahead = 3;

    /// <summary>Time passes, and then something occurs, or is taken back.</summary>
    public sealed record Event(int Pause, int Late, int Kind);

    private static readonly Gen<Event[]> Lives =
        from count in Law.Number(1, 40)
        from events in (from pause in Law.Number(0, 12)
                        from late in Law.Number(-60, 60)
                        from kind in Law.Number(0, 6)
                        select new Event(pause, late < 0 ? Math.Max(-Ahead, -(late % 5)) : late, kind)).ArrayOf(count)
        select events;

    [Fact]
    public void Rolling_periods_answer_as_all_occurrences_do() => Law.Holds(Lives, events => Live(
        events,
        Pattern(OccurrencePattern.Regularly(Of, new PeriodLength.Rolling(new TimeSpan(Length)))),
        (pattern, tally, now, isExact) => tally is PeriodsTally periods ? periods.Test(pattern, now, AtLeast, isExact) : Verdict.Always(false),
        (times, now) => Enumerable.Range(0, Of).Count(period =>
            times.Exists(time => time > now - ((period + 1) * Length) && (period == 0 || time <= now - (period * Length)))) >= AtLeast,
        tally => ((RollingPeriods)tally).Kept <= (2 * Of) + 2 + (2 * Ahead)), runs: 1_500);

    [Fact]
    public void Runs_answer_as_all_occurrences_do() => Law.Holds(Lives, events => Live(
        events,
        Pattern(OccurrencePattern.Restarted(new TimeSpan(Gap), new TimeSpan(Within))),
        static (_, tally, now, _) => tally is RunTally { Newest: { } newest } ? new AgeTest(new TimeSpan(Within), null).Evaluate(newest.Again, now) : Verdict.Always(false),
        static (times, now) => times.Order().ToArray() is var sorted && sorted.Zip(sorted.Skip(1)).Any(pair => pair.Second - pair.First >= Gap && pair.Second > now - Within),
        static tally => tally.EstimatedBytes <= 96 + (24 * 16)), runs: 1_500);

    private static void Live(
        Event[] events, PatternTrait pattern, Func<PatternTrait, TraitTally?, long, bool, Verdict> test, Func<List<long>, long, bool> holds, Func<TraitTally, bool> isBounded)
    {
        var (tally, times, now) = (pattern.NewTally(), new List<long>(), 1_000L);
        foreach (var one in events)
        {
            now += one.Pause;
            if (one.Kind > 0 || times.Count == 0)
            {
                times.Add(now - one.Late);
                tally.Add(pattern, now - one.Late, default, now);
            }
            else
            {
                var taken = times[one.Late < 0 ? times.Count - 1 : one.Late % times.Count];
                times.Remove(taken);
                tally = tally.Clone();
                tally = tally.Remove(pattern, taken, now) ? tally : Learned(pattern, times, now);
            }

            isBounded(tally).ShouldBeTrue();
            ShouldAgree(at => test(pattern, tally, at, true), at => holds(times, at), now, times.TrueForAll(time => time <= now));
            ShouldAgree(at => test(pattern, tally, at, false), at => holds(times, at), now, isExact: false);
        }
    }

    private static TraitTally Learned(PatternTrait pattern, List<long> times, long now)
    {
        var tally = pattern.NewTally();
        times.ForEach(time => tally.Add(pattern, time, default, now));
        return tally;
    }

    private static void ShouldAgree(Func<long, Verdict> test, Func<long, bool> holds, long now, bool isExact)
    {
        var verdict = test(now);
        for (var at = now; at < now + (Of * Length) + Within; at++)
        {
            var expected = holds(at);
            test(at).Holds.ShouldBe(expected, $"{at - now} later");
            if (at < verdict.ValidUntil)
            {
                expected.ShouldBe(verdict.Holds, $"{at - now} later, before it changes");
                continue;
            }

            (isExact && expected == verdict.Holds).ShouldBeFalse($"{at - now} later, when it changes");
            return;
        }
    }

    private static PatternTrait Pattern(OccurrencePattern pattern)
    {
        var view = A.Machine(A.Catalog()).Catalog.Model.Measures.Identify(A.Measure("view"))!;
        return new PatternTrait("test", 0, A.Measure("view"), view, Signals.SignalReading.AsSent, pattern);
    }
}
