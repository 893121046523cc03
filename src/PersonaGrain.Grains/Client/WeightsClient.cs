using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Grains.Client;

/// <summary>Takes decisions about learned weights of one workspace.</summary>
/// <remarks>A decision is a publication: the number of one is given once, so that of a decision and a census, or of two decisions, at once one has to be taken anew.</remarks>
internal sealed class WeightsClient(WorkspaceServices workspace, PublicationWriter publications)
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
                if (next is null || await publications.PublishAsync(next, current, cancellation))
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
}
