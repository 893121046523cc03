using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Turns;

namespace PersonaGrain.Postgres.Tests;

/// <summary>The index of message ids: one that is known fails its own append, and nobody else's in the same commit.</summary>
[NeedsPostgres]
public sealed class IdIndexTests : JournalContract<PostgresJournalHost>
{
    private const string Ids = "SELECT count(*) FROM personagrain.ids";

    [ContractFact]
    public async Task Append_with_known_ids_hears_all_of_them_and_those_it_shared_a_commit_with_are_taken()
    {
        await AddAsync(Ada, 1, newIds: [1, 2, ulong.MaxValue]);
        Task<AppendResult>[] appends;
        await using (await Database.HoldCommitsAsync(Host.Database))
        {
            // The first one takes the committer; the others share the next commit.
            appends =
            [
                TryAddAsync(Some.Actor("first"), 1),
                TryAddAsync(Ada, 2, newIds: [3, ulong.MaxValue, 4, 1]),
                TryAddAsync(Some.Actor("bob"), 1, newIds: [1, 2]),
                TryAddAsync(Some.Actor("eve"), 7),
                TryAddAsync(Some.Actor("dan"), 1),
            ];
            await Database.WaitersAsync(Host.Database, 1, Deadline);
        }

        var results = await Task.WhenAll(appends);

        results[0].ShouldBe(AppendResult.Appended.Instance);
        results[1].ShouldBeOfType<AppendResult.Repeated>().Ids.ShouldBe([1UL, ulong.MaxValue], ignoreOrder: true);
        results[2].ShouldBe(AppendResult.Appended.Instance);
        results[3].ShouldBe(AppendResult.Conflict.Instance);
        results[4].ShouldBe(AppendResult.Appended.Instance);
        (await ReadAsync(Ada)).Count.ShouldBe(1);
        (await Database.CountAsync(Host.Database, Ids)).ShouldBe(5);
    }

    [ContractFact]
    public async Task Ids_that_may_be_known_are_added_once()
    {
        await AddAsync(Ada, 1, known: [1, 2]);
        await AddAsync(Ada, 2, newIds: [3], known: [2, 4, 4]);

        (await Database.CountAsync(Host.Database, Ids)).ShouldBe(4);
        (await TryAddAsync(Ada, 3, newIds: [4, 5])).ShouldBeOfType<AppendResult.Repeated>().Ids.ShouldBe([4UL]);
        (await TryAddAsync(Ada, 3, newIds: [5])).ShouldBe(AppendResult.Appended.Instance);
    }

    private async Task AddAsync(ActorId actor, long first, ulong[]? newIds = null, ulong[]? known = null) =>
        (await TryAddAsync(actor, first, newIds, known)).ShouldBe(AppendResult.Appended.Instance);

    private async Task<AppendResult> TryAddAsync(ActorId actor, long first, ulong[]? newIds = null, ulong[]? known = null) => await Journal.AppendAsync(
        new ActorAppend(actor, first, [Signal()], null) { NewIds = newIds ?? [], KnownIds = known ?? [] }, CancellationToken.None);
}
