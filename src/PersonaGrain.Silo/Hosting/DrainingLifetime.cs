using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PersonaGrain.Silo.Health;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Hosting;

/// <summary>
/// Ends the process without failing a request. On SIGTERM: 1. it says that it is not ready, and serves on until load balancers
/// have noticed; 2. the HTTP server finishes what it took on; 3. the silo hands its profiles over; 4. the journal commits what is
/// queued. A second signal skips the wait.
/// </summary>
/// <remarks>
/// The host's own lifetime stops at once, and the cancellation of a command tells neither SIGTERM from Ctrl-C, which has nobody to wait for,
/// nor a second signal: so this one listens itself.
/// </remarks>
internal sealed partial class DrainingLifetime(
    IHostApplicationLifetime application, Readiness readiness, SiloSettings settings, ILogger<DrainingLifetime> logger) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _received;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, settings.DrainDelay)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, TimeSpan.Zero)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(static signal => signal.Dispose());

    private void End(PosixSignalContext context, TimeSpan delay)
    {
        // The process ends when the host has stopped, not with the signal.
        context.Cancel = true;
        readiness.BeginDrain();
        if (Interlocked.Increment(ref _received) > 1 || delay == TimeSpan.Zero)
        {
            application.StopApplication();
            return;
        }

        LogDraining(logger, delay);
        _ = Task.Delay(delay).ContinueWith(_ => application.StopApplication(), TaskScheduler.Default);
    }

    [LoggerMessage(1, LogLevel.Information, "Shutting down: not ready from now on, and serving for another {Delay}.")]
    private static partial void LogDraining(ILogger logger, TimeSpan delay);
}
