using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Cli.Overlaps;

/// <summary>Asks a store, which is only read. Where a segment was not counted yet, or under a former catalog, everybody is counted here, and nothing is kept of that.</summary>
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
        switch (OverlapChoice.Of(store.Catalog, named.Count > 0 ? named : null, named.Count == 0 && isOfAccounts ? true : null))
        {
            case OverlapChoiceResult.Chosen(var choice):
                var population = await CountedAsync(store, choice, cancellation);
                if (AccountSegmentsSection.Of(population, choice.IsOfAccounts) is not { } section)
                {
                    return GridAnswer.Failed(console.Fail(ExitCode.NotFound, $"the store has no {OverlapChoice.Words(choice.IsOfAccounts)} to count"));
                }

                var (matrix, others) = choice.Of(section);
                return GridAnswer.Of(
                    new SegmentOverlapAnswer(population, matrix, choice.IsOfAccounts, others, store.Now, CountedCatalog.IsFormer(store.Catalog, population)), SegmentOverlapJson.Write);

            case OverlapChoiceResult.Refused { Kind: OverlapRefusal.Unknown, Segment: { } unknown } refused:
                var hint = NearName.Hint(unknown, store.Catalog.Segments.Select(static one => one.Name));
                return GridAnswer.Failed(console.Fail(ExitCode.NotFound, refused.Reason + hint, "persona segments lists them"));

            case OverlapChoiceResult.Refused { Kind: OverlapRefusal.None } refused:
                return GridAnswer.Failed(console.Fail(ExitCode.NotFound, refused.Reason));

            case OverlapChoiceResult.Refused refused:
                return GridAnswer.Failed(console.Fail(ExitCode.Refused, refused.Reason, "compare segments of one kind"));

            default:
                throw new InvalidOperationException("a result that this version does not know");
        }
    }

    private async Task<PopulationModel> CountedAsync(StoreReading store, OverlapChoice choice, CancellationToken cancellation)
    {
        if (!CountedCatalog.IsFormer(store.Catalog, store.Population) && AccountSegmentsSection.Of(store.Population, choice.IsOfAccounts) is { } section
            && (choice.Named.Count > 0 ? choice.Named : choice.All).All(name => section.Find(name) is not null))
        {
            return store.Population;
        }

        console.Notice("no grid counted all segments of this store under its catalog yet: everybody is counted now, and nothing of that is kept");
        return await store.CountAsync(cancellation);
    }
}
