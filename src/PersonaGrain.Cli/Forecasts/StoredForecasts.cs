using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Population.Forecasts;

namespace PersonaGrain.Cli.Forecasts;

/// <summary>Asks a store, which is only read. Where the last count is missing or old, everybody is counted here, and nothing is kept of that.</summary>
internal sealed class StoredForecasts(PersonaConsole console, StoreRequest request) : IForecasts
{
    private static readonly TimeSpan Old = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public async Task<GridAnswer> ForecastAsync(string segment, string by, CancellationToken cancellation)
    {
        switch (StoreReading.Open(request.Folder, console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                using (store)
                {
                    return await ForecastAsync(store, segment, by, cancellation);
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

    private async Task<GridAnswer> ForecastAsync(StoreReading store, string name, string by, CancellationToken cancellation)
    {
        if (store.Catalog.Segments.FirstOrDefault(one => one.Name == name) is not { } known)
        {
            var hint = NearName.Hint(name, store.Catalog.Segments.Select(static one => one.Name));
            return GridAnswer.Failed(console.Fail(ExitCode.NotFound, $"the catalog has no segment '{name}'{hint}", "persona segments lists them"));
        }

        if (known.IsOfAccounts)
        {
            return GridAnswer.Failed(console.Fail(ExitCode.Refused, $"the members of '{name}' are accounts, and a forecast is of people"));
        }

        var segment = (await store.AsOf(store.Now).SegmentsAsync(cancellation)).First(one => one.Id == name);
        return GridAnswer.Of((await OutlookAsync(store, segment, cancellation), SegmentForecastJson.Steps.ToList().IndexOf(by)), SegmentForecastJson.Write);
    }

    private async Task<SegmentOutlook> OutlookAsync(StoreReading store, SegmentView segment, CancellationToken cancellation)
    {
        var catalog = new CatalogPeriod(store.Catalog.Version, store.CatalogSince);
        if (store.Now - store.Population.At < Old && SegmentOutlook.Of(segment, store.Population, catalog, store.Now) is { } outlook)
        {
            return outlook;
        }

        console.Notice("no grid counted everybody under this catalog within the last hour: that is done now, and nothing of it is kept");
        return SegmentOutlook.Of(segment, await store.CountAsync(cancellation), catalog, store.Now)
            ?? new SegmentOutlook(segment, store.Population, new ForecastSection(store.Now, catalog.Version, 0, []), new SegmentForecast(segment.Id, 0, []), catalog.Since, store.Now);
    }
}
