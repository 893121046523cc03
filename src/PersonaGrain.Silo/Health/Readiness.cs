using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using PersonaGrain.Grains;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Health;

/// <summary>Whether this process should be sent requests: not while it starts, not while it drains, not while database or silos are away.</summary>
/// <remarks>However many ask, the database is looked at once at a time and about once a second.</remarks>
internal sealed class Readiness(IServiceProvider services, ClusterLink link, SiloSettings settings, TimeProvider time)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<string?>? _look;
    private long _lookedAt;
    private volatile bool _isDraining;

    /// <summary>Whether the process is about to end.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>From now on it says that it is not ready, and goes on serving.</summary>
    public void BeginDrain() => _isDraining = true;

    /// <summary>Why it is not ready, or null when it is.</summary>
    public async Task<string?> ReasonAsync(CancellationToken cancellation)
    {
        if (_isDraining)
        {
            return "the process is shutting down";
        }

        if (link.Reason is { } reason)
        {
            return reason;
        }

        if (settings.Role != SiloRole.Gateway && !services.GetRequiredService<ISiloStatusOracle>().CurrentStatus.Equals(SiloStatus.Active))
        {
            return "the silo is not active";
        }

        return await LookAsync().WaitAsync(cancellation);
    }

    /// <summary>The look at the storage that is under way, or one that is still fresh; else a new one.</summary>
    private Task<string?> LookAsync()
    {
        lock (_gate)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_lookedAt) >= Fresh))
            {
                _lookedAt = time.GetTimestamp();
                _look = StorageReasonAsync();
            }

            return _look;
        }
    }

    /// <summary>
    /// Asks the storage, and no silo: while one of them ends or is lost, every process would otherwise say at once that it is not ready.
    /// </summary>
    private async Task<string?> StorageReasonAsync()
    {
        using var timeout = new CancellationTokenSource(StorageTimeout);
        try
        {
            var health = await services.GetRequiredService<IActorJournal>().HealthAsync(timeout.Token).AsTask().WaitAsync(timeout.Token);
            if (health.Reason is { } reason)
            {
                return reason;
            }

            await services.GetRequiredService<CatalogHolder>().CurrentAsync(0, timeout.Token).AsTask().WaitAsync(timeout.Token);
            return null;
        }
        catch (JournalUnavailableException unavailable)
        {
            return unavailable.Message;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return "the database does not answer";
        }
    }

    /// <summary>Answers 200 or 503, with the reason; and by how much the process's clock is too far ahead, if it is.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var reason = await ReasonAsync(context.RequestAborted);
        context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var answer = new Answer(reason is null ? "ready" : "unavailable", reason, services.GetService<GridClock>()?.Ahead);
        await context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
    }

    private sealed record Answer(
        string Status, string? Reason, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? ClockAhead);
}
