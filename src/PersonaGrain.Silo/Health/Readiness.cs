using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Health;

/// <summary>Whether this process should be sent requests: not while it starts, not while it drains, not while the database is away.</summary>
internal sealed class Readiness(IServiceProvider services, ClusterLink link, SiloSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
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

        return await StorageReasonAsync(cancellation);
    }

    /// <summary>Asks the storage, and no silo: while one of them ends or is lost, every process would otherwise say at once that it is not ready.</summary>
    private async Task<string?> StorageReasonAsync(CancellationToken cancellation)
    {
        try
        {
            var health = await services.GetRequiredService<IProfileJournal>().HealthAsync(cancellation).AsTask().WaitAsync(Patience, cancellation);
            if (health.Reason is { } reason)
            {
                return reason;
            }

            await services.GetRequiredService<CatalogHolder>().CurrentAsync(0, cancellation).AsTask().WaitAsync(Patience, cancellation);
            return null;
        }
        catch (JournalUnavailableException unavailable)
        {
            return unavailable.Message;
        }
        catch (TimeoutException)
        {
            return "the database does not answer";
        }
    }

    /// <summary>Answers 200 or 503, with the reason.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var reason = await ReasonAsync(context.RequestAborted);
        context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsJsonAsync(new { status = reason is null ? "ready" : "unavailable", reason }, context.RequestAborted);
    }
}
