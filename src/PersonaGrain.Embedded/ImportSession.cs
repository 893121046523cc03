using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded;

/// <summary>History that is brought along in many calls. While it is open nothing is evaluated that it touches, and nothing happens by time alone; at its end every profile that it touched is evaluated once, as of then.</summary>
/// <remarks>
/// What was acknowledged is durable at once. Where the process is lost before the end, the next opening of the store evaluates what was
/// touched. Catalogs are refused and publications put off while it is open. Under a clock of signals profiles live through history at its own
/// instants, so there it is as <see cref="IProfileGrid.ImportAsync"/>.
/// </remarks>
public sealed class ImportSession : IAsyncDisposable
{
    private readonly GridEngine _engine;
    private readonly Intake _intake;
    private int _ended;

    internal ImportSession(GridEngine engine, Instant began)
    {
        (_engine, Began) = (engine, began);
        _intake = new Intake(began, IsEvaluatedLater: engine.Context.Time.Kind == GridClock.System);
        engine.Schedule.Hold();
    }

    /// <summary>When it began, by the grid's clock.</summary>
    public Instant Began { get; }

    /// <summary>Takes history; the answer comes when all accepted signals are durable.</summary>
    /// <exception cref="ObjectDisposedException">The import has ended.</exception>
    public async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _ended) != 0, this);
        cancellation.ThrowIfCancellationRequested();
        return observations.Count == 0 ? new ObserveResult.Observed([]) : await _engine.ObserveAsync(observations, _intake, cancellation);
    }

    /// <summary>Ends it: completes when every profile that it touched is evaluated and that is durable.</summary>
    /// <exception cref="ObjectDisposedException">The import has ended.</exception>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(Interlocked.Exchange(ref _ended, 1) != 0, this);
        try
        {
            await _engine.Partitions.FlushAsync(cancellation);
        }
        catch
        {
            _engine.Schedule.Release();
            throw;
        }

        ObjectDisposedException.ThrowIf(!await _engine.Schedule.ReleaseAndRunAsync(cancellation), typeof(EmbeddedGrid));
        await _engine.SettleAsync(cancellation);
    }

    /// <summary>Ends it without waiting: what it touched is evaluated in the background, as of when it was last touched.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _engine.Schedule.Release();
        }

        return default;
    }
}
