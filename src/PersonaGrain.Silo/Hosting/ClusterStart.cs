using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Silo.Commands;
using PersonaGrain.Silo.Resilience;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Hosting;

/// <summary>
/// Starts Orleans beside the HTTP server instead of before it, so that a process that has to wait for its database or for silos
/// answers its health checks meanwhile, and says what it waits for. A silo gives up after <see cref="SiloSettings.StartTimeout"/>;
/// a gateway never does, since all it needs comes back by itself.
/// </summary>
internal sealed partial class ClusterStart(
    IHostedService orleans,
    ClusterLink link,
    SiloSettings settings,
    IActorJournal journal,
    ProcessEnd end,
    IHostApplicationLifetime application,
    TimeProvider time,
    ILogger<ClusterStart> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _starting = Task.CompletedTask;
    private bool _hasStarted;
    private string? _told;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _starting = BeginAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _starting.WaitAsync(cancellationToken);
        if (_hasStarted)
        {
            await orleans.StopAsync(cancellationToken);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task BeginAsync()
    {
        // Off the caller's thread: the HTTP server is next.
        await Task.Yield();
        try
        {
            if (settings.Role == SiloRole.Gateway)
            {
                await orleans.StartAsync(_stop.Token);
            }
            else if (await IsDatabaseThereAsync())
            {
                // Not cancelled half-way: a silo that others have seen must say goodbye.
                await orleans.StartAsync(CancellationToken.None);
            }
            else
            {
                return;
            }

            _hasStarted = true;
            link.Join();
            LogJoined(logger, settings.Role, settings.Cluster.Id);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Asked to end while it was starting: nothing was taken on yet.
        }
#pragma warning disable CA1031 // Whatever keeps the process from its work ends it, with a log line.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailed(logger, settings.Role, Reason(fault), fault);
            Fail(ExitCode.Unexpected);
        }
    }

    private async Task<bool> IsDatabaseThereAsync()
    {
        var missing = await RetryPolicies.UntilReady(settings.StartTimeout, time).ExecuteAsync(MissingAsync, _stop.Token);
        if (missing is not null)
        {
            LogGaveUp(logger, settings.StartTimeout, missing);
            Fail(ExitCode.StoreUnavailable);
        }

        return missing is null;
    }

    /// <summary>Why the database can not be used yet, or null when it can.</summary>
    private async ValueTask<string?> MissingAsync(CancellationToken cancellation)
    {
        var reason = (await journal.HealthAsync(cancellation)).Reason;
        link.WaitFor(reason ?? "the silo is starting");
        if (reason is not null && _told != reason)
        {
            _told = reason;
            LogWaiting(logger, reason, settings.StartTimeout);
        }

        return reason;
    }

    private void Fail(ExitCode code)
    {
        end.ExitCode = code;
        application.StopApplication();
    }

    private string Reason(Exception fault) => fault.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            $"port {settings.Cluster.SiloPort} or {settings.Cluster.ClientPort} is taken; set PersonaGrain__Cluster__SiloPort and "
                + "PersonaGrain__Cluster__ClientPort, or 0 for free ones",
        var cause => cause.Message,
    };

    [LoggerMessage(1, LogLevel.Information, "Joined the cluster {Cluster} as {Role}.")]
    private static partial void LogJoined(ILogger logger, SiloRole role, string cluster);

    [LoggerMessage(2, LogLevel.Warning, "Waiting to start: {Reason}. Trying every second for up to {Timeout}.")]
    private static partial void LogWaiting(ILogger logger, string reason, TimeSpan timeout);

    [LoggerMessage(3, LogLevel.Critical, "Gave up after {Timeout}: {Reason}.")]
    private static partial void LogGaveUp(ILogger logger, TimeSpan timeout, string reason);

    [LoggerMessage(4, LogLevel.Critical, "The {Role} can not start: {Reason}")]
    private static partial void LogFailed(ILogger logger, SiloRole role, string reason, Exception fault);
}
