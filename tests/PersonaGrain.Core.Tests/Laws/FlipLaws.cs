using PersonaGrain.Conditions.Curves;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Laws;

/// <summary>Flips happen at the instants at which a check of every second finds them.</summary>
public sealed class FlipLaws
{
    private const int Horizon = 1_500;
    private static readonly ProfileMachine Machine = LawStanding.Machine(LawCatalog.Document);

    [Fact]
    public void Advance_flips_equal_what_a_check_of_every_second_finds() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var player = Lived(arrivals);
        player.PassTo(A.Start + TimeSpan.FromSeconds(Horizon));
        Compare(arrivals, player.Changes);
    });

    [Fact]
    public void NextFlip_is_the_instant_of_the_next_change() => Law.Holds(Arrival.Many(), NextFlipComes, runs: 150);

    [Fact]
    public void NextFlip_is_none_that_a_trigger_of_that_very_instant_keeps_from_coming() => NextFlipComes(
        [new Arrival(3, At: 94, Late: 131, Kind: 0, Value: 59), new Arrival(8, At: 228, Late: 135, Kind: 6, Value: 82), new Arrival(10, At: 273, Late: 0, Kind: 8, Value: 16), new Arrival(11, At: 273, Late: 140, Kind: 1, Value: 68)]);

    private static void NextFlipComes(Arrival[] arrivals)
    {
        var (state, now, effects) = (Lived(arrivals).State, arrivals[^1].ReceivedAt, new TurnEffects());
        for (var flips = 0; flips < 40; flips++)
        {
            var next = Machine.NextFlip(state, now);
            next.ShouldBeGreaterThan(now);
            state.WakeAt.ShouldBeLessThanOrEqualTo(next);
            effects.Clear();
            if (next == Instant.Never)
            {
                Machine.Advance(state, now + TimeSpan.FromDays(3_000), effects);
                effects.Entries.ShouldAllBe(entry => entry.Kind != JournalEntryKind.Change);
                return;
            }

            Machine.Advance(state, next - new TimeSpan(1), effects);
            effects.Entries.ShouldAllBe(entry => entry.Kind != JournalEntryKind.Change);
            Machine.Advance(state, next, effects);
            effects.Entries.ShouldContain(entry => entry.Kind == JournalEntryKind.Change && entry.At == next);
            now = next;
        }
    }

    [Fact]
    public void Flips_that_are_foreseen_are_those_that_come_and_looking_ahead_changes_nothing() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var (state, now, found, effects) = (Lived(arrivals).State, arrivals[^1].ReceivedAt, new List<ForeseenFlip>(), new TurnEffects());
        foreach (var until in new[] { now + TimeSpan.FromSeconds(20), now + TimeSpan.FromSeconds(Horizon) })
        {
            found.Clear();
            Machine.Flips.TryFind(state, now.Ticks, until.Ticks, 100_000, new CurveWork(), found).ShouldBeTrue();
            var ahead = ProfileMachine.Copy(state);
            effects.Clear();
            Machine.Advance(ahead, until, effects);
            found.Select(flip => (Machine.Catalog.Model.Segments[flip.Segment].Name, flip.Entered, flip.At)).Order()
                .ShouldBe(effects.Entries.Where(entry => entry.Kind == JournalEntryKind.Change).Select(entry => (entry.Subject, entry.Change.Entered, entry.At.Ticks)).Order());
        }
    }, runs: 150);

    /// <summary>What comes at one instant comes in one call.</summary>
    private static Player Lived(Arrival[] arrivals)
    {
        var player = new Player(Machine);
        foreach (var call in arrivals.GroupBy(arrival => arrival.At))
        {
            player.Call(A.Start + TimeSpan.FromSeconds(call.Key), [.. call.Select(arrival => arrival.Signal)]);
        }

        return player;
    }

    private static void Compare(Arrival[] arrivals, IReadOnlyList<MembershipChange> changes)
    {
        var oracle = new Oracle(LawCatalog.Document) { Cuts = LawStanding.Cuts };
        var members = new HashSet<string>();
        var nextChange = 0;
        for (var second = arrivals[0].At; second <= Horizon; second++)
        {
            var now = A.Start + TimeSpan.FromSeconds(second);
            oracle.Add(arrivals.Where(arrival => arrival.At == second).Select(arrival => arrival.Signal));
            for (; nextChange < changes.Count && changes[nextChange].At <= now; nextChange++)
            {
                var change = changes[nextChange];
                (change.Entered ? members.Add(change.Segment) : members.Remove(change.Segment)).ShouldBeTrue(change.ToString());
            }

            oracle.At(now);
            foreach (var segment in LawCatalog.Document.Segments.Keys)
            {
                var expected = oracle.IsMember(segment);
                if (members.Contains(segment) != expected)
                {
                    // The words only where they are needed: there are millions of checks.
                    members.Contains(segment).ShouldBe(expected, $"{segment} at second {second}");
                }
            }
        }

        nextChange.ShouldBe(changes.Count);
    }
}
