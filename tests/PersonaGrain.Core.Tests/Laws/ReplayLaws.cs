using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Laws;

/// <summary>A profile that is put together from its journal, or from a snapshot and what came after it, is the one that lived.</summary>
public sealed class ReplayLaws
{
    private static readonly ProfileMachine Machine = A.Machine(LawCatalog.Document);

    [Fact]
    public void Journal_with_snapshots_cut_in_anywhere_equals_the_live_profile() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var live = new Player(Machine);
        var (replayed, taken) = (Machine.Create(default), 0);
        foreach (var arrival in arrivals)
        {
            live.Call(arrival.ReceivedAt, arrival.Signal);
            if (arrival.Value % 6 == 0)
            {
                (replayed, taken) = (Machine.ReadSnapshot(live.Snapshot()), live.Journal.Count);
            }

            for (; taken < live.Journal.Count; taken++)
            {
                Machine.Fold(replayed, live.Journal[taken]);
            }

            live.Complete(replayed);
            if (arrival.Value % 4 == 0)
            {
                Copy(live.State).ShouldGoOnLike(Copy(replayed), Machine, live.Now);
            }
        }

        live.State.ShouldGoOnLike(replayed, Machine, live.Now);
    }, runs: 80);

    [Fact]
    public void Profile_that_was_replayed_takes_what_comes_as_the_live_one_does() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var (live, other) = (new Player(Machine), new Player(Machine));
        foreach (var arrival in arrivals)
        {
            if (arrival.Value % 6 == 0)
            {
                other.State = other.Replayed();
            }
            else if (arrival.Value % 6 == 1)
            {
                other.State = Machine.ReadSnapshot(other.Snapshot());
            }

            live.Call(arrival.ReceivedAt, arrival.Signal);
            other.Call(arrival.ReceivedAt, arrival.Signal);
            Likeness.Texts(other.Journal).ShouldBe(Likeness.Texts(live.Journal));
        }

        live.State.ShouldGoOnLike(other.State, Machine, live.Now);
        Machine.ReadSnapshot(live.Snapshot()).ShouldGoOnLike(live.State, Machine, live.Now + TimeSpan.FromSeconds(500));
    }, runs: 80);

    [Fact]
    public void Snapshot_of_the_first_format_goes_on_once_it_learned_from_history() => Law.Holds(Arrival.Many(latest: 0), arrivals =>
    {
        var live = new Player(Machine);
        foreach (var arrival in arrivals)
        {
            live.Call(arrival.ReceivedAt, arrival.Signal);
        }

        var forgets = arrivals[0].Value % 2 == 0;
        var restored = Machine.ReadSnapshot(FirstFormat.Write(Machine, live.State, forgets));
        var effects = new TurnEffects();
        restored.IsIncomplete.ShouldBeTrue();
        History.Learn(Machine, restored, live.Journal, effects);

        effects.KnownIds.ShouldBe(forgets ? arrivals.Select(arrival => MessageFingerprint.Of(arrival.Signal.Id)) : []);
        (restored.HasForgottenIds, restored.NeedsIdIndex).ShouldBe((forgets, false));
        live.State.ShouldGoOnLike(restored, Machine, live.Now);
    });

    [Fact]
    public void Duplicates_change_nothing() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var player = new Player(Machine);
        foreach (var arrival in arrivals)
        {
            player.Call(arrival.ReceivedAt, arrival.Signal);
            var (before, entries) = (player.Snapshot(), player.Journal.Count);
            player.Observe([.. arrivals.Where(earlier => earlier.Number <= arrival.Number).Select(earlier => earlier.Signal)])
                .ShouldAllBe(verdict => verdict == ObservationVerdict.Duplicate);

            player.Journal.Count.ShouldBe(entries);
            player.Snapshot().ShouldBe(before);
        }
    }, runs: 150);

    private static ProfileState Copy(ProfileState state) => ProfileMachine.Copy(state);
}
