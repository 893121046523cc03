using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

public sealed class FlipLaws
{
    private const int Horizon = 1_500;
    private static readonly ProfileMachine Machine = A.Machine(LawCatalog.Document);

    [Fact]
    public void Advance_flips_equal_what_a_check_of_every_second_finds() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var state = Machine.Create(A.Start);
        var effects = new ProfileEffects();
        foreach (var arrival in arrivals)
        {
            Machine.Observe(state, arrival.Signal, arrival.ReceivedAt, effects);
        }

        Machine.Advance(state, A.Start + TimeSpan.FromSeconds(Horizon), effects);
        Compare(arrivals, [.. effects.All.Where(effect => effect.Change is not null).Select(effect => effect.Change!.Value)]);
    }, runs: 150);

    [Fact]
    public void NextFlip_is_the_instant_of_the_next_change() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var state = Machine.Create(A.Start);
        var effects = new ProfileEffects();
        foreach (var arrival in arrivals)
        {
            Machine.Observe(state, arrival.Signal, arrival.ReceivedAt, effects);
        }

        var now = arrivals[^1].ReceivedAt;
        Machine.Advance(state, now, effects);
        for (var flips = 0; flips < 40; flips++)
        {
            var next = Machine.NextFlip(state, now);
            next.ShouldBeGreaterThan(now);
            state.WakeAt.ShouldBeLessThanOrEqualTo(next);
            effects.Clear();
            if (next == Instant.Never)
            {
                Machine.Advance(state, now + TimeSpan.FromDays(3_000), effects);
                effects.All.ShouldAllBe(effect => effect.Change == null);
                return;
            }

            Machine.Advance(state, next - new TimeSpan(1), effects);
            effects.All.ShouldAllBe(effect => effect.Change == null);
            Machine.Advance(state, next, effects);
            effects.All.ShouldContain(effect => effect.Change != null && effect.Change.Value.At == next);
            now = next;
        }
    }, runs: 150);

    private static void Compare(Arrival[] arrivals, IReadOnlyList<MembershipChange> changes)
    {
        var oracle = new Oracle(LawCatalog.Document);
        var members = new HashSet<string>();
        int nextArrival = 0, nextChange = 0;
        for (var second = arrivals[0].At; second <= Horizon; second++)
        {
            var now = A.Start + TimeSpan.FromSeconds(second);
            oracle.Fire(now);
            for (; nextArrival < arrivals.Length && arrivals[nextArrival].At == second; nextArrival++)
            {
                oracle.Signals.Add(arrivals[nextArrival].Signal);
            }

            oracle.Fire(now);
            for (; nextChange < changes.Count && changes[nextChange].At <= now; nextChange++)
            {
                var change = changes[nextChange];
                (change.Entered ? members.Add(change.Segment) : members.Remove(change.Segment)).ShouldBeTrue(change.ToString());
            }

            foreach (var segment in LawCatalog.Document.Segments.Keys)
            {
                members.Contains(segment).ShouldBe(oracle.IsMember(segment, now), $"{segment} at second {second}");
            }
        }

        nextChange.ShouldBe(changes.Count);
    }
}
