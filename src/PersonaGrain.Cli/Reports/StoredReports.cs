using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Population;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Cli.Reports;

/// <summary>Asks a store, which is only read. Where nothing was published of a segment, everybody is counted here, and nothing is kept of that.</summary>
internal sealed class StoredReports(PersonaConsole console, StoreRequest request) : ISegmentReports
{
    private StoreReading? _store;
    private PopulationModel _population = PopulationModel.Empty;
    private Task<IReadOnlyList<SegmentView>>? _segments;

    /// <inheritdoc />
    public async Task<(IReadOnlyList<string>? Names, int ExitCode)> NamesAsync(CancellationToken cancellation)
    {
        if (_store is null && await OpenAsync(cancellation) is { } exit)
        {
            return (null, exit);
        }

        return ([.. _store!.Catalog.Segments.Select(static segment => segment.Name)], 0);
    }

    /// <inheritdoc />
    public async Task<GridAnswer> ProfileAsync(string segment, CancellationToken cancellation)
    {
        var now = _store!.Now;
        _segments ??= _store.AsOf(now).SegmentsAsync(cancellation);
        var view = (await _segments).First(one => one.Id == segment);
        var isOfAccounts = _store.Catalog.Segments.First(one => one.Name == segment).IsOfAccounts;
        return AccountSegmentsSection.Of(_population, isOfAccounts) is { } section && section.Find(segment) is { } statistics
            ? GridAnswer.Of(new SegmentProfileAnswer(view, _population, section, statistics, now) { IsOfAccounts = isOfAccounts }, SegmentProfileJson.Write)
            : GridAnswer.Failed((int)ExitCode.NotFound);
    }

    /// <inheritdoc />
    public void Dispose() => _store?.Dispose();

    private async Task<int?> OpenAsync(CancellationToken cancellation)
    {
        switch (StoreReading.Open(request.Folder, console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                _store = store;
                _population = store.Population;
                if (store.Catalog.Segments.Any(segment => AccountSegmentsSection.Of(_population, segment.IsOfAccounts)?.Find(segment.Name) is null))
                {
                    console.Notice("no grid counted all segments of this store yet: everybody is counted now, and nothing of that is kept");
                    _population = await store.CountAsync(cancellation);
                }

                return null;
            case StoreReadingOpening.Unreadable(var why):
                return StoreFaults.Tell(console, request, why);
            default:
                return StoreFaults.TellMissing(console, request.Folder);
        }
    }
}
