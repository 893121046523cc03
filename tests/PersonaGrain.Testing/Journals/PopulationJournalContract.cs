using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Journals;

/// <summary>What the population counts is counted once with the entries it comes from, and never without them.</summary>
public abstract class PopulationJournalContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    private static readonly ProfileMachine Machine = new(Catalog.Compile(Some.Catalog()), PopulationModel.Empty);

    /// <summary>One profile that saw one signal.</summary>
    protected static PopulationCounts One(string type = "product_viewed")
    {
        var state = Machine.Create(Some.Now);
        var counts = new PopulationCounts();
        var effects = new TurnEffects();
        Machine.Observe(state, Some.Signal(type), Some.Now, effects);
        counts.Count(Machine, state, effects);
        return counts;
    }

    protected static string Bytes(PopulationCounts counts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        counts.Write(buffer);
        return Convert.ToHexString(buffer.WrittenSpan);
    }

    protected async Task<PopulationFold> FoldAsync() => await Journal.FoldPopulationAsync(Deadline);

    protected async Task<AppendResult> CountAsync(ActorId actor, int catalog = 1, long first = 1, string type = "product_viewed") =>
        await Journal.AppendAsync(new ActorAppend(actor, first, [Signal()], null) { Population = new PopulationDelta(catalog, One(type)) }, Deadline);

    [ContractFact]
    public async Task Fold_of_an_empty_journal_is_empty()
    {
        await AppendAsync(Ada, 1, Signal());

        var fold = await FoldAsync();

        (fold.Catalog, fold.Counts.IsEmpty).ShouldBe((0, true));
    }

    [ContractFact]
    public async Task Fold_adds_up_what_every_append_counted_once()
    {
        await CountAsync(Some.Actor("ada"));
        await CountAsync(Some.Actor("bob"), type: "order_completed");
        var expected = One();
        expected.Merge(One("order_completed"));

        for (var again = 0; again < 3; again++)
        {
            var fold = await FoldAsync();
            (fold.Catalog, Bytes(fold.Counts)).ShouldBe((1, Bytes(expected)));
        }

        await CountAsync(Some.Actor("eve"));
        expected.Merge(One());
        Bytes((await FoldAsync()).Counts).ShouldBe(Bytes(expected));
    }

    [ContractFact]
    public async Task Append_that_loses_counts_nothing_and_its_neighbours_do()
    {
        var profiles = Enumerable.Range(0, 300).Select(index => Some.Actor($"profile-{index}")).ToArray();
        await Task.WhenAll(profiles.Where((_, index) => index % 10 == 0).Select(profile => AppendAsync(profile, 1, Signal())));

        var results = await Task.WhenAll(profiles.Select(profile => CountAsync(profile)));

        results.Count(result => result is AppendResult.Appended).ShouldBe(270);
        (await FoldAsync()).Counts.Profiles.ShouldBe(270);
    }

    [ContractFact]
    public async Task Counts_of_an_older_catalog_end_when_a_newer_one_begins()
    {
        await CountAsync(Some.Actor("ada"));
        await CountAsync(Some.Actor("bob"));
        (await FoldAsync()).Counts.Profiles.ShouldBe(2);

        await CountAsync(Ada, catalog: 3, first: 2);
        await CountAsync(Some.Actor("late"), catalog: 1);
        await CountAsync(Some.Actor("eve"), catalog: 3);

        var fold = await FoldAsync();
        (fold.Catalog, fold.Counts.Profiles).ShouldBe((3, 2));
        await CountAsync(Some.Actor("later"), catalog: 2);
        (await FoldAsync()).Counts.Profiles.ShouldBe(2);
    }

    [ContractFact]
    public async Task Folds_by_many_beside_writers_lose_nothing_and_count_nothing_twice()
    {
        const int Writers = 16, Appends = 25;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var index = 0; index < Appends; index++)
            {
                (await CountAsync(Some.Actor($"writer-{writer}-{index}"))).ShouldBe(AppendResult.Appended.Instance);
            }
        })));
        var folding = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (long before = 0; !writing.IsCompleted;)
            {
                var profiles = (await FoldAsync()).Counts.Profiles;
                profiles.ShouldBeGreaterThanOrEqualTo(before);
                before = profiles;
            }
        })));

        await writing;
        await folding;

        (await FoldAsync()).Counts.Profiles.ShouldBe(Writers * Appends);
    }
}
