using PersonaGrain.Catalogs;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Indexing;

/// <summary>Answers searches from an index and the members of segments. Where few can be meant, these are looked up and sorted; else the sorted field is read in order, and the rest left out.</summary>
/// <remarks>O(log n + page) without tests and segment. With them a page looks at <see cref="MaximumLooks"/> at most, and may then be short.</remarks>
/// <param name="index">The index.</param>
/// <param name="members">The members of segments.</param>
/// <param name="identities">The identities.</param>
public sealed class IndexSearch(IFieldIndex index, ISegmentMembers members, IIdentityIndex identities)
{
    /// <summary>Of so few candidates all are looked up.</summary>
    private const int Few = 2_000;

    /// <summary>Of so many they still are where the page before began so.</summary>
    private const int Most = 20_000;

    /// <summary>How many one page looks at.</summary>
    private const int MaximumLooks = 20_000;

    /// <summary>One page.</summary>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="search">Whom to look for.</param>
    /// <param name="now">The instant that days are counted up to.</param>
    /// <param name="isComplete">Whether every profile has come to the catalog.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit or the number of tests is not one that there may be.</exception>
    public async ValueTask<SearchResult> RunAsync(Catalog catalog, ProfileSearch search, Instant now, bool isComplete, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(search);
        if (search.Limit is < 1 or > ProfileSearch.MaximumLimit || search.Where.Count > ProfileSearch.MaximumTests)
        {
            throw new ArgumentOutOfRangeException(nameof(search), $"a search has a limit of 1 to {ProfileSearch.MaximumLimit} and at most {ProfileSearch.MaximumTests} tests");
        }

        if (search.Identity is not null)
        {
            return await IdentitySearch.RunAsync(identities, catalog.Identities, search, cancellation);
        }

        if (SearchPlan.Of(catalog, search, now, out var plan) is { } refused)
        {
            return refused;
        }

        var after = search.Cursor is { } text ? SearchCursor.Parse(text) : null;
        if (search.Cursor is not null && (after is null || after.Field != plan.Sort.Field.Key || after.Descending != plan.Descending))
        {
            return new SearchRefused(
                SearchFault.InvalidCursor,
                string.Empty,
                "use the cursor of the page before, as it was given out, with the same order; or none for the first page");
        }

        var candidates = after is { IsSorted: false } ? null : await CandidatesAsync(plan, after is null ? Few : Most, cancellation);
        var page = candidates is not null
            ? await SortAsync(plan, candidates, after?.Place, cancellation)
            : await ScanAsync(plan, after?.Place, cancellation);
        return page with { IsComplete = isComplete };
    }

    /// <summary>All that can be meant, where these are few; else null.</summary>
    private async ValueTask<IReadOnlyList<ActorId>?> CandidatesAsync(SearchPlan plan, int most, CancellationToken cancellation)
    {
        if (plan.Segment is { } segment && await members.MemberCountAsync(segment, cancellation) <= most)
        {
            return await MembersAsync(segment, most, cancellation);
        }

        foreach (var test in plan.Others.Where(static test => test.IsNarrow))
        {
            var found = new List<ActorId>();
            IndexedActor? last = null;
            while (found.Count <= most)
            {
                var page = await index.IndexPageAsync(test.Field.Key, test.Range, last, descending: false, IFieldIndex.MaximumActors, cancellation);
                found.AddRange(page.Select(static entry => entry.Actor));
                if (page.Count < IFieldIndex.MaximumActors)
                {
                    return found;
                }

                last = page[^1];
            }
        }

        return null;
    }

    private async ValueTask<IReadOnlyList<ActorId>?> MembersAsync(string segment, int most, CancellationToken cancellation)
    {
        var found = new List<ActorId>();
        string? cursor = null;
        do
        {
            var page = await members.MemberPageAsync(segment, cursor, IFieldIndex.MaximumActors, cancellation);
            found.AddRange(page.Members.Select(static member => ActorId.Of(member.Profile)));
            cursor = page.Next;
        }
        while (cursor is not null && found.Count <= most);

        return cursor is null ? found : null;
    }

    private async ValueTask<ProfilePage> SortAsync(SearchPlan plan, IReadOnlyList<ActorId> candidates, IndexedActor? after, CancellationToken cancellation)
    {
        var found = new List<IndexedActor>();
        foreach (var some in candidates.Chunk(IFieldIndex.MaximumActors))
        {
            found.AddRange(await PassAsync(plan, await index.IndexedAsync(plan.Sort.Field.Key, some, cancellation), cancellation));
        }

        found.Sort(plan.Compare);
        var left = after is { } place ? found.Where(entry => plan.Compare(entry, place) > 0) : found;
        return Page(plan, [.. left.Take(plan.Limit + 1)], isSorted: true);
    }

    private async ValueTask<ProfilePage> ScanAsync(SearchPlan plan, IndexedActor? after, CancellationToken cancellation)
    {
        var found = new List<IndexedActor>();
        var size = plan.IsPlain ? plan.Limit + 1 : IFieldIndex.MaximumActors;
        for (var looked = 0; looked < MaximumLooks;)
        {
            var page = await index.IndexPageAsync(plan.Sort.Field.Key, plan.Sort.Range, after, plan.Descending, size, cancellation);
            looked += page.Count;
            found.AddRange(await PassAsync(plan, page, cancellation));
            if (found.Count > plan.Limit || page.Count < size)
            {
                return Page(plan, found, isSorted: false);
            }

            after = page[^1];
        }

        return Page(plan, found, isSorted: false) with { Next = plan.CursorOf(after!.Value, isSorted: false) };
    }

    /// <summary>Those that pass every test and are in the segment, in the same order.</summary>
    private async ValueTask<IReadOnlyList<IndexedActor>> PassAsync(SearchPlan plan, IReadOnlyList<IndexedActor> entries, CancellationToken cancellation)
    {
        List<IndexedActor> passed = [.. entries.Where(entry => entry.Actor.IsProfile && plan.Sort.Passes(entry.Key, plan.Now))];
        foreach (var test in plan.Others)
        {
            var values = passed.Count == 0 ? [] : await index.IndexedAsync(test.Field.Key, [.. passed.Select(static entry => entry.Actor)], cancellation);
            var actors = values.Where(entry => test.Passes(entry.Key, plan.Now) != test.PassesWithout).Select(static entry => entry.Actor).ToHashSet();
            passed.RemoveAll(entry => actors.Contains(entry.Actor) == test.PassesWithout);
        }

        if (plan.Segment is { } segment && passed.Count > 0)
        {
            var among = await members.MembersAmongAsync(segment, [.. passed.Select(static entry => entry.Actor)], cancellation);
            passed.RemoveAll(entry => !among.Contains(entry.Actor));
        }

        return passed;
    }

    private static ProfilePage Page(SearchPlan plan, List<IndexedActor> found, bool isSorted)
    {
        IndexedActor[] page = [.. found.Take(plan.Limit)];
        return new ProfilePage(
            [.. page.Select(entry => new FoundProfile(entry.Actor.Profile, plan.Sort.Field.ValueOf(entry.Key, plan.Now)))],
            found.Count > plan.Limit ? plan.CursorOf(page[^1], isSorted) : null,
            plan.Error,
            IsComplete: true);
    }
}
