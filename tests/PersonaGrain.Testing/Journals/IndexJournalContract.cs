using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Journals;

/// <summary>The index of fields: ordered, paged in both directions, changed with the append it came with and not without it.</summary>
public abstract class IndexJournalContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    private const long Spend = 7;
    private const long City = -9;

    private static readonly AttributeValue[] Values =
    [
        AttributeValue.Of(false), AttributeValue.Of(true), AttributeValue.Of(-1e300), AttributeValue.Of(-2.5), AttributeValue.Of(-2), AttributeValue.Of(0d), AttributeValue.Of(1e-300),
        AttributeValue.Of(3), AttributeValue.Of(3.5), AttributeValue.Of(1e300), AttributeValue.Of(string.Empty), AttributeValue.Of("Köln"), AttributeValue.Of("München"), AttributeValue.Of("münchen"),
        AttributeValue.Of(new string('x', 120)), AttributeValue.Of(new string('x', 300)),
    ];

    [ContractFact]
    public async Task Pages_are_in_the_order_of_values_both_ways()
    {
        for (var index = Values.Length - 1; index >= 0; index--)
        {
            await IndexAsync($"p{index:00}", 1, new IndexEntry(Spend, SortKey.Of(Values[index])));
        }

        var expected = Enumerable.Range(0, Values.Length).Select(static index => $"p{index:00}").ToArray();
        foreach (var size in new[] { 1, 5, 100 })
        {
            (await AllAsync(Spend, IndexRange.All, descending: false, size)).ShouldBe(expected);
            (await AllAsync(Spend, IndexRange.All, descending: true, size)).ShouldBe(expected.Reverse());
        }

        var range = new IndexRange(SortKey.Of(AttributeValue.Of(-2.5)), SortKey.Of(AttributeValue.Of(3.5)));
        (await AllAsync(Spend, range, descending: false, 2)).ShouldBe(expected[3..8]);
        (await AllAsync(Spend, range, descending: true, 2)).ShouldBe(expected[3..8].Reverse());
        (await AllAsync(Spend, range with { Before = range.From }, descending: false, 2)).ShouldBeEmpty();
        (await AllAsync(City, IndexRange.All, descending: false, 2)).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Actors_of_one_value_are_each_told_once()
    {
        var names = Enumerable.Range(0, 25).Select(static index => $"v{index:00}").ToArray();
        foreach (var name in names)
        {
            await IndexAsync(name, 1, new IndexEntry(Spend, SortKey.Of(5)));
        }

        var up = await AllAsync(Spend, IndexRange.All, descending: false, 4);
        up.Order(StringComparer.Ordinal).ShouldBe(names);
        (await AllAsync(Spend, IndexRange.All, descending: true, 7)).ShouldBe(Enumerable.Reverse(up));
    }

    [ContractFact]
    public async Task Values_are_replaced_removed_and_found_by_actor()
    {
        await IndexAsync("ada", 1, new IndexEntry(Spend, SortKey.Of(5)), new IndexEntry(City, SortKey.Of(AttributeValue.Of("London"))));
        await IndexAsync("bob", 1, new IndexEntry(Spend, SortKey.Of(4)));
        (await FindAsync(City)).ShouldBe(["ada London"]);

        await IndexAsync("ada", 2, new IndexEntry(Spend, SortKey.Of(3)));
        (await FindAsync(Spend)).ShouldBe(["ada 3", "bob 4"]);
        (await FindAsync(City)).ShouldBe(["ada London"]);
        (await AllAsync(Spend, IndexRange.All, descending: true, 10)).ShouldBe(["bob", "ada"]);

        await IndexAsync("ada", 3, new IndexEntry(City, null));
        (await FindAsync(City)).ShouldBeEmpty();

        // Nothing but the index and the wake-up.
        (await Journal.AppendAsync(Append("bob", 2, [], Instant.Never, new IndexUpdate(false, [new IndexEntry(City, SortKey.Of(AttributeValue.Of("Rome")))])), Deadline))
            .ShouldBe(AppendResult.Appended.Instance);
        (await FindAsync(City)).ShouldBe(["bob Rome"]);

        (await Journal.AppendAsync(Append("bob", 2, [Signal()], null, new IndexUpdate(true, [new IndexEntry(Spend, SortKey.Of(9))])), Deadline)).ShouldBe(AppendResult.Appended.Instance);
        (await FindAsync(City)).ShouldBeEmpty();
        (await FindAsync(Spend)).ShouldBe(["ada 3", "bob 9"]);
    }

    [ContractFact]
    public async Task Append_that_is_not_kept_changes_nothing()
    {
        await IndexAsync("ada", 1, new IndexEntry(Spend, SortKey.Of(5)));

        (await Journal.AppendAsync(Append("ada", 1, [Signal()], null, new IndexUpdate(true, [])), Deadline)).ShouldBe(AppendResult.Conflict.Instance);
        (await Journal.AppendAllAsync(
            [
                Append("bob", 1, [Signal()], Instant.Never, new IndexUpdate(false, [new IndexEntry(Spend, SortKey.Of(1))])),
                Append("ada", 5, [Signal()], null, new IndexUpdate(true, [])),
            ], Deadline)).ShouldBe(AppendResult.Conflict.Instance);
        (await FindAsync(Spend)).ShouldBe(["ada 5"]);

        (await Journal.AppendAllAsync(
            [
                Append("bob", 1, [Signal()], Instant.Never, new IndexUpdate(false, [new IndexEntry(Spend, SortKey.Of(1))])),
                Append("ada", 2, [Signal()], null, new IndexUpdate(true, [])),
            ], Deadline)).ShouldBe(AppendResult.Appended.Instance);
        (await FindAsync(Spend)).ShouldBe(["bob 1"]);
    }

    private static ActorAppend Append(string actor, long first, JournalEntry[] entries, Instant? wake, IndexUpdate update) =>
        new(Some.Actor(actor), first, entries, wake) { Index = update };

    private async Task IndexAsync(string actor, long first, params IndexEntry[] entries) =>
        (await Journal.AppendAsync(Append(actor, first, [Signal()], Instant.Never, new IndexUpdate(false, entries)), Deadline)).ShouldBe(AppendResult.Appended.Instance);

    private async Task<string[]> FindAsync(long field) =>
        [.. (await Journal.IndexedAsync(field, [Some.Actor("ada"), Some.Actor("bob"), Some.Actor("nobody")], Deadline)).Select(static entry => $"{entry.Actor} {entry.Key}").Order(StringComparer.Ordinal)];

    private async Task<List<string>> AllAsync(long field, IndexRange range, bool descending, int size)
    {
        var all = new List<string>();
        IReadOnlyList<IndexedActor> page = [];
        do
        {
            page = await Journal.IndexPageAsync(field, range, page.Count == 0 ? null : page[^1], descending, size, Deadline);
            all.AddRange(page.Select(static entry => entry.Actor.Key));
        }
        while (page.Count == size);

        return all;
    }
}
