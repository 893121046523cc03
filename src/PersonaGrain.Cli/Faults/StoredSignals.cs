using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Faults;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Cli.Faults;

/// <summary>What a store has set aside. Listing only reads, also beside a process that serves the store; the rest opens the store.</summary>
internal sealed class StoredSignals(PersonaConsole console, StoreRequest request) : IHeldSignals
{
    private const int Part = 10_000;
    private readonly StoreOnDemand _store = new(console, request);

    /// <inheritdoc />
    public Task<GridAnswer> ListAsync(long after, int limit, CancellationToken cancellation)
    {
        switch (StoreReading.Open(request.Data, console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                using (store)
                {
                    return Task.FromResult(GridAnswer.Of(store.Quarantine(after, limit), QuarantineJson.WritePage));
                }

            case StoreReadingOpening.Unreadable(var why):
                return Task.FromResult(new GridAnswer(null, StoreFaults.Tell(console, request, why)));
            default:
                return Task.FromResult(NoStore());
        }
    }

    /// <inheritdoc />
    public Task<GridAnswer> ReplayAsync(long after, CancellationToken cancellation) => RunAsync(
        async grid => await grid.ReplayQuarantineAsync(after, Part, cancellation) switch
        {
            { Stopped: ObserveResult.Unavailable away } => Away(away.Reason),
            { Stopped: not null } => Away("the store is busy"),
            var replay => GridAnswer.Of(replay, QuarantineJson.WriteReplay),
        },
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> DiscardAsync(QuarantineFilter filter, long after, CancellationToken cancellation) => RunAsync(
        async grid => GridAnswer.Of(await grid.DiscardQuarantineAsync(filter, after, Part, cancellation), QuarantineJson.WriteDiscard), cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> DiscardOneAsync(long position, CancellationToken cancellation) =>
        DiscardAsync(new QuarantineFilter { Through = position }, position - 1, cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<GridAnswer> RunAsync(Func<EmbeddedGrid, Task<GridAnswer>> run, CancellationToken cancellation)
    {
        try
        {
            return await _store.RunAsync(run, cancellation);
        }
        catch (JournalUnavailableException away)
        {
            return Away(away.Message);
        }
    }

    private GridAnswer Away(string reason) =>
        new(null, console.Fail(ExitCode.StoreUnavailable, reason, "nothing is lost and nothing counts twice: run the same again"));

    private GridAnswer NoStore() =>
        GridAnswer.Failed(StoreFaults.TellMissing(console, request.Folder));
}
