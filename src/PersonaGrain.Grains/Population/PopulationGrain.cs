using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Population;

/// <summary>
/// Publishes when an interval has passed since the publication that is stored, so it does not matter which silo does it or
/// whether one was lost. Two of these at once do no harm: the number of a publication is given once.
/// </summary>
/// <remarks>A census takes longer than a call may, so it goes on beside the calls.</remarks>
[HashBasedPlacement]
[GrainType("personagrain.population")]
internal sealed partial class PopulationGrain(
    WorkspaceRegistry workspaces,
    PopulationCensus census,
    GridClock clock,
    IOptions<GrainEngineOptions> options,
    ILogger<PopulationGrain> logger) : Grain, IPopulationGrain, IDisposable
{
    /// <summary>How long a call waits for a publication that is under way; the caller then asks again.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private WorkspaceServices _workspace = workspaces.Main;
    private PopulationPublisher? _publisher;
    private Task<bool> _running = Task.FromResult(true);

    private PopulationPublisher Publisher => _publisher ?? throw new InvalidOperationException("it is not active");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var number = new WorkspaceNumber((int)this.GetPrimaryKeyLong());
        _workspace = workspaces.Of(number);
        _publisher = new PopulationPublisher(_workspace, GrainFactory, census, clock, options.Value.PopulationInterval, logger);
        if (number.IsMain)
        {
            // The others are called while there is something to do (IPopulationRoundGrain).
            this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.SchedulePoll) { KeepAlive = true });
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await HasEndedSoonAsync(_running, cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    public Task KeepAliveAsync() => Task.CompletedTask;

    public async Task<bool> TendAsync(int catalog = 0, long profiles = -1, long signals = -1, long publication = 0)
    {
        await HasEndedSoonAsync(Begin());
        return !Publisher.IsOn || Publisher.HasCounted(catalog, profiles, signals, publication);
    }

    public async Task<bool> SettleAsync()
    {
        // The caller may have put another catalog in force already, under which a census is due sooner.
        await _workspace.Catalogs.RefreshAsync();

        // One that is under way may have begun before something became due.
        if (!await HasEndedSoonAsync(_running))
        {
            return false;
        }

        var publication = Begin();
        if (!await HasEndedSoonAsync(publication) || !await publication)
        {
            return false;
        }

        var rest = options.Value.CatalogLease - Stopwatch.GetElapsedTime(Publisher.Published);
        if (Publisher.Published > 0 && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest);
        }

        return true;
    }

    private Task TickAsync(CancellationToken cancellation) => HasEndedSoonAsync(Begin(), cancellation);

    /// <summary>Publishes if that is due, beside the calls of the grain; what is under way goes on.</summary>
    private Task<bool> Begin() => _running.IsCompleted ? _running = PublishAsync() : _running;

    private async Task<bool> PublishAsync()
    {
        try
        {
            return await Publisher.PublishIfDueAsync(_stop.Token);
        }
        catch (Exception fault) when (!_stop.IsCancellationRequested)
        {
            LogFault(logger, fault);
            throw;
        }
    }

    private static async Task<bool> HasEndedSoonAsync(Task running, CancellationToken cancellation = default)
    {
        await running.WaitAsync(AnswerTimeout, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return running.IsCompleted;
    }

    [LoggerMessage(2, LogLevel.Warning, "What the population says could not be published; trying again.")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
