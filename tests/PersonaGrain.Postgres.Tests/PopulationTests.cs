using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

/// <summary>Counting on PostgreSQL: the contract, and the rows it leaves.</summary>
[NeedsPostgres]
public sealed class PostgresPopulation : PopulationJournalContract<PostgresJournalHost>
{
    private const string Deltas = "SELECT count(*) FROM personagrain.population_deltas";

    [ContractFact]
    public async Task Appends_that_share_a_commit_share_a_row_of_counts()
    {
        Task<AppendResult>[] appends;
        await using (await Database.HoldCommitsAsync(Host.Database))
        {
            appends = [.. Enumerable.Range(0, 500).Select(index => CountAsync(Some.Actor($"profile-{index}")))];
            await Database.WaitersAsync(Host.Database, 1, Deadline);
        }

        (await Task.WhenAll(appends)).ShouldAllBe(result => result is AppendResult.Appended);
        (await Database.CountAsync(Host.Database, Deltas)).ShouldBeLessThan(20);
        (await FoldAsync()).Counts.Profiles.ShouldBe(500);
        (await Database.CountAsync(Host.Database, Deltas)).ShouldBe(0);
    }

    [ContractFact]
    public async Task Append_that_counts_nothing_writes_no_row()
    {
        await AppendAsync(Ada, 1, Signal());
        await AppendAsync(Ada, 2, Signal(), Entered());

        (await Database.CountAsync(Host.Database, Deltas)).ShouldBe(0);
    }

    [ContractFact]
    public async Task Folder_that_is_lost_half_way_leaves_everything_to_the_next()
    {
        await CountAsync(Some.Actor("ada"));
        await FoldAsync();
        await CountAsync(Some.Actor("bob"));
        Task<PopulationFold> next;
        await using (await Database.HoldAsync(
            Host.Database, "SELECT FROM personagrain.population FOR UPDATE", "DELETE FROM personagrain.population_deltas", "UPDATE personagrain.population SET body = ''"))
        {
            next = FoldAsync();
            await Database.WaitersAsync(Host.Database, 1, Deadline);
        }

        (await next).Counts.Profiles.ShouldBe(2);
        (await FoldAsync()).Counts.Profiles.ShouldBe(2);
    }
}
