using System.Buffers;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Takes decisions about learned weights of one workspace.</summary>
/// <remarks>A decision is a publication: the number of one is given once, so that of a decision and a census, or of two decisions, at once one has to be taken anew.</remarks>
internal sealed class WeightsClient(WorkspaceServices workspace, ScheduleClient schedule, GridClock clock)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async ValueTask<WeightsResult> ChangeAsync(string score, WeightsChange change, CancellationToken cancellation)
    {
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (await workspace.Catalogs.RefreshAsync(cancellation) is not { } current)
                {
                    return new WeightsResult.Unavailable("the grid has no catalog yet", Pause);
                }

                var (next, result) = WeightsDecision.Take(current.Machine.Population, current.Catalog, score, change);
                if (next is null || await PublishAsync(next, current, cancellation))
                {
                    return result;
                }
            }

            return new WeightsResult.Unavailable("what the population says changes just now", Pause);
        }
        catch (JournalUnavailableException unavailable)
        {
            return new WeightsResult.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    private async Task<bool> PublishAsync(PopulationModel next, CatalogInForce current, CancellationToken cancellation)
    {
        var now = Instant.Max(clock.Now, current.Since);
        var isDecisive = next.Decides(current.Catalog, current.Machine.Population);
        if (isDecisive)
        {
            await schedule.SettleAsync(now, cancellation);
        }

        var (before, body) = (current.Publication, new ArrayBufferWriter<byte>());
        next.Write(body);
        var number = before.Number + 1;
        var publication = new StoredPublication(
            number, now, body.WrittenMemory, isDecisive ? number : before.Decisive, isDecisive ? now : before.DecisiveAt);
        var isPublished = await workspace.Store.PublishAsync(publication, current.Version, cancellation);
        await workspace.Catalogs.RefreshAsync(cancellation);
        return isPublished;
    }
}
