using System.Buffers;
using System.Text.Json;
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
    private EmbeddedGrid? _grid;

    /// <inheritdoc />
    public Task<HeldAnswer> ListAsync(long after, int limit, CancellationToken cancellation)
    {
        switch (StoreReading.Open(request.Data, console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                using (store)
                {
                    return Task.FromResult(Answer(store.Quarantine(after, limit), QuarantineJson.WritePage));
                }

            case StoreReadingOpening.Unreadable(var why):
                return Task.FromResult(new HeldAnswer(null, StoreFaults.Tell(console, request, why)));
            default:
                return Task.FromResult(NoStore());
        }
    }

    /// <inheritdoc />
    public Task<HeldAnswer> ReplayAsync(long after, CancellationToken cancellation) => RunAsync(
        async grid => await grid.ReplayQuarantineAsync(after, Part, cancellation) switch
        {
            { Stopped: ObserveResult.Unavailable away } => Away(away.Reason),
            { Stopped: not null } => Away("the store is busy"),
            var replay => Answer(replay, QuarantineJson.WriteReplay),
        },
        cancellation);

    /// <inheritdoc />
    public Task<HeldAnswer> DiscardAsync(QuarantineFilter filter, long after, CancellationToken cancellation) => RunAsync(
        async grid => Answer(await grid.DiscardQuarantineAsync(filter, after, Part, cancellation), QuarantineJson.WriteDiscard), cancellation);

    /// <inheritdoc />
    public Task<HeldAnswer> DiscardOneAsync(long position, CancellationToken cancellation) =>
        DiscardAsync(new QuarantineFilter { Through = position }, position - 1, cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_grid is not null)
        {
            await _grid.DisposeAsync();
        }
    }

    private async Task<HeldAnswer> RunAsync(Func<EmbeddedGrid, Task<HeldAnswer>> run, CancellationToken cancellation)
    {
        if (_grid is null)
        {
            if (!StoreReading.Exists(request.Data))
            {
                return NoStore();
            }

            (_grid, var exit) = await StoreOpening.OpenAsync(console, request, cancellation);
            if (_grid is null)
            {
                return new HeldAnswer(null, exit);
            }
        }

        try
        {
            return await run(_grid);
        }
        catch (JournalUnavailableException away)
        {
            return Away(away.Message);
        }
    }

    private HeldAnswer Away(string reason) =>
        new(null, console.Fail(ExitCode.StoreUnavailable, reason, "nothing is lost and nothing counts twice: run the same again"));

    private HeldAnswer NoStore() =>
        new(null, console.Fail(ExitCode.StoreUnavailable, $"there is no store in {request.Data}", "name its folder with --data, or the address of a grid with --url"));

    private static HeldAnswer Answer<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer, value);
        }

        return new HeldAnswer(JsonDocument.Parse(buffer.WrittenMemory).RootElement, 0);
    }
}
