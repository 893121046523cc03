using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Profiles.Tallies;

namespace PersonaGrain.Laws;

/// <summary>An occurrence that is taken out leaves its tally as if it had never been added.</summary>
public sealed class TallyLaws
{
    /// <summary>An occurrence comes, or one of those that are there goes.</summary>
    public sealed record Step(int Time, bool Removes);

    private static readonly MeasureSlot Slot = A.Machine(
        A.Catalog(("often", A.Count("left", A.AtLeast(3), TimeSpan.FromSeconds(60)))) with
        {
            Triggers = new Dictionary<string, TriggerDocument> { ["left"] = new("view", [], TimeSpan.FromSeconds(1)) },
        }).Catalog.Model.Measures.Find("left")!;

    private static readonly Gen<Step[]> Steps =
        from count in Law.Number(1, 80)
        from steps in (from time in Law.Number(0, 120) from kind in Law.Number(0, 9) select new Step(time, kind < 4)).ArrayOf(count)
        select steps;

    [Fact]
    public void Remove_leaves_the_tally_as_if_it_had_never_been_added()
    {
        var refusals = 0;
        Law.Holds(Steps, steps =>
        {
            var (tally, there) = (default(MeasureTally), new List<long>());
            foreach (var step in steps)
            {
                var time = (A.Start + TimeSpan.FromSeconds(step.Time)).Ticks;
                if (!step.Removes)
                {
                    there.Add(time);
                    tally.Add(Slot, time, 0, time);
                }
                else if (there.Count > 0)
                {
                    var gone = there.MinBy(other => Math.Abs(other - time));
                    there.Remove(gone);
                    if (!tally.Remove(Slot, gone))
                    {
                        refusals++;
                        tally = Made(there);
                    }
                }

                ShouldBe(tally, there);
            }
        }, runs: 1_000);

        // Both ways were gone: most are taken out in place, some need history.
        refusals.ShouldBeInRange(100, 5_000);
    }

    private static MeasureTally Made(List<long> times)
    {
        var tally = default(MeasureTally);
        foreach (var time in times)
        {
            tally.Add(Slot, time, 0, time);
        }

        return tally;
    }

    private static void ShouldBe(in MeasureTally tally, List<long> there)
    {
        tally.Total.ShouldBe(there.Count);
        if (there.Count == 0)
        {
            return;
        }

        (tally.First, tally.Last).ShouldBe((there.Min(), there.Max()));
        var last = tally.Last;
        tally.Frequency.ShouldBe(there.Sum(time => Math.Pow(2, -(new TimeSpan(last - time) / Slot.HalfLife))), 1e-9);
        var newest = there.OrderDescending().Take(Slot.CountKept).ToArray();
        for (var rank = 0; rank < newest.Length; rank++)
        {
            tally.Newest.Newest(rank).ShouldBe(newest[rank]);
        }
    }
}
