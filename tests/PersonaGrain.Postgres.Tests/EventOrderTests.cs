using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Triggers;

namespace PersonaGrain.Postgres.Tests;

/// <summary>What watchers read of a commit that many actors share.</summary>
[NeedsPostgres]
public sealed class EventOrderTests : JournalContract<PostgresJournalHost>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [ContractFact]
    public async Task Events_of_a_shared_commit_are_in_the_order_of_instants_then_actors_then_as_they_happened()
    {
        Task[] appends;
        await using (await Database.HoldCommitsAsync(Host.Database))
        {
            // The first one takes the committer; the others share the next commit.
            appends =
            [
                AppendAsync(Some.Actor("first"), 1, Signal()),
                AppendAsync(Some.Actor("bob"), 1, Entered("chosen", 1, at: Some.Now + Minute), Fired("late")),
                AppendAsync(Some.Actor("ada"), 1, Entered("one"), Entered("other"), Exited("one")),
                AppendAsync(Some.Actor("eve"), 1, Entered("chosen", 1, at: Some.Now - Minute)),
            ];
            await Database.WaitersAsync(Host.Database, 1, Deadline);
        }

        await Task.WhenAll(appends);

        (await Journal.EventsAsync(0, 10, Deadline)).Events.Select(one => $"{one.Profile} {one.Kind} {one.Subject}").ShouldBe(
        [
            "eve Entered chosen",
            "ada Entered one",
            "ada Entered other",
            "ada Exited one",
            "bob Triggered late",
            "bob Entered chosen",
        ]);
    }

    [ContractFact]
    public async Task Events_tell_their_cause_and_when_they_were_committed()
    {
        var retraction = new TriggerRetraction("late", Some.Now, 1, Some.Now - Minute) { Cause = Cause.OfSignal("7") };
        var change = new MembershipChange("chosen", true, Some.Now, 1, 2.5) { Cause = Cause.OfCatalog(3) };

        await Journal.AppendAsync(
            new ActorAppend(Ada, 1, [JournalEntry.Changed(change), JournalEntry.Retracted(retraction)], null) { Evaluated = Some.Now + Minute }, Deadline);

        var events = (await Journal.EventsAsync(0, 10, Deadline)).Events;
        events.Select(one => (one.Kind, one.Cause, one.At, one.Committed)).ShouldBe(
        [
            (GridEventKind.Entered, Cause.OfCatalog(3), Some.Now, Some.Now + Minute),
            (GridEventKind.Retracted, Cause.OfSignal("7"), Some.Now, Some.Now + Minute),
        ]);
        (await Journal.SegmentEventsAsync("chosen", Shards.OfSegment(Ada), 0, 10, Deadline)).Events.Single().Change.ShouldBe(change);
    }
}
