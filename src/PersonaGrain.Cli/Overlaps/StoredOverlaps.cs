using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Population;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Cli.Overlaps;

/// <summary>Asks a store, which is only read. Where a segment was not counted yet, everybody is counted here, and nothing is kept of that.</summary>
internal sealed class StoredOverlaps(PersonaConsole console, StoreRequest request) : IOverlaps
{
    /// <inheritdoc />
    public async Task<GridAnswer> OverlapAsync(IReadOnlyList<string> segments, bool isOfAccounts, CancellationToken cancellation)
    {
        switch (StoreReading.Open(request.Folder, console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                using (store)
                {
                    return await OverlapAsync(store, segments, isOfAccounts, cancellation);
                }

            case StoreReadingOpening.Unreadable(var why):
                return GridAnswer.Failed(StoreFaults.Tell(console, request, why));
            default:
                return GridAnswer.Failed(StoreFaults.TellMissing(console, request.Folder));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // A store is closed as soon as it was asked.
    }

    private async Task<GridAnswer> OverlapAsync(StoreReading store, IReadOnlyList<string> named, bool isOfAccounts, CancellationToken cancellation)
    {
        var known = store.Catalog.Segments;
        if (named.FirstOrDefault(name => known.All(one => one.Name != name)) is { } unknown)
        {
            var hint = NearName.Hint(unknown, known.Select(static one => one.Name));
            return GridAnswer.Failed(console.Fail(ExitCode.NotFound, $"the catalog has no segment '{unknown}'{hint}", "persona segments lists them"));
        }

        isOfAccounts = named.Count > 0 ? known.First(one => one.Name == named[0]).IsOfAccounts : isOfAccounts;
        if (named.FirstOrDefault(name => known.First(one => one.Name == name).IsOfAccounts != isOfAccounts) is { } other)
        {
            return GridAnswer.Failed(console.Fail(
                ExitCode.Refused, $"the members of '{other}' are {(isOfAccounts ? "people" : "accounts")}, and those of '{named[0]}' are not", "compare segments of one kind"));
        }

        string[] all = [.. known.Where(one => one.IsOfAccounts == isOfAccounts).Select(static one => one.Name)];
        IReadOnlyList<string> asked = named.Count > 0 ? named : all;
        var population = await CountedAsync(store, asked, isOfAccounts, cancellation);
        if (AccountSegmentsSection.Of(population, isOfAccounts) is not { } section)
        {
            return GridAnswer.Failed(console.Fail(ExitCode.NotFound, $"the catalog has no segment of {(isOfAccounts ? "accounts" : "people")}"));
        }

        var matrix = OverlapMatrix.Of(section, asked);
        string[] others = named.Count > 0 ? [] : [.. all.Except(matrix.Segments.Select(static one => one.Name))];
        return GridAnswer.Of(new SegmentOverlapAnswer(population, matrix, isOfAccounts, others, store.Now), SegmentOverlapJson.Write);
    }

    private async Task<PopulationModel> CountedAsync(StoreReading store, IReadOnlyList<string> asked, bool isOfAccounts, CancellationToken cancellation)
    {
        if (AccountSegmentsSection.Of(store.Population, isOfAccounts) is { } section && asked.All(name => section.Find(name) is not null))
        {
            return store.Population;
        }

        console.Notice("no grid counted all segments of this store yet: everybody is counted now, and nothing of that is kept");
        return await store.CountAsync(cancellation);
    }
}
