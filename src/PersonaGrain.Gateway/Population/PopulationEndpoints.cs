using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Population;

/// <summary>Tells what all people together say, and takes decisions about the weights that are learned from that.</summary>
internal sealed partial class PopulationEndpoints(
    GridCalls grid, WorkspaceGrid workspace, AuditLog audit, AuditedChanges changes, KeyRing keys, Refusals refusals, TimeProvider time, ILogger<PopulationEndpoints> log)
{
    internal const string Source = "population";
    internal const string ScoreSource = "population_score";
    internal const string ChangeSource = "population_weights";
    internal const int MaximumBytes = 4_096;

    private static readonly Problem UnknownScore = new("unknown_score", "the catalog has no score of this name");

    /// <summary>The generation in force.</summary>
    internal async Task AllAsync(HttpContext context)
    {
        var model = await grid.Within(grid.Grid.PopulationAsync(context.RequestAborted), context.RequestAborted);
        var view = new PopulationView(model, grid.Grid.Catalog, Instant.From(time.GetUtcNow()));
        await JsonAnswer.WriteAsync(context, view, PopulationJson.Write);
    }

    /// <summary>What is known of one score: what its outcome follows, and its weights.</summary>
    internal async Task ScoreAsync(HttpContext context, string score)
    {
        if (!grid.Grid.Catalog.Document.Scores.TryGetValue(score, out var document))
        {
            await refusals.RefuseAsync(context, ScoreSource, UnknownScore);
            return;
        }

        var model = await grid.Within(grid.Grid.PopulationAsync(context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, ScoreKnowledge.Of(model, grid.Grid.Catalog, score, document), LearningJson.Write);
    }

    /// <summary>Applies weights, takes them back, or lets them be applied again.</summary>
    internal async Task ChangeAsync(HttpContext context, string score)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        WeightsChange change = default;
        using (body)
        {
            problem ??= WeightsRequest.Read(body!.Bytes, out change);
        }

        problem ??= keys.Ended(context);

        if (problem is not null)
        {
            await refusals.RefuseAsync(context, ChangeSource, problem);
            return;
        }

        var result = await ChangeWeightsAsync(score, change, KeyRing.CallerOf(context), context.RequestAborted);
        if (result is WeightsResult.Changed)
        {
            await ScoreAsync(context, score);
            return;
        }

        await refusals.RefuseAsync(context, ChangeSource, result switch
        {
            WeightsResult.Refused(var reason) => new Problem("weights_refused", reason),
            WeightsResult.Unavailable(var reason, var wait) => new Problem("unavailable", reason) { RetryAfter = wait },
            _ => UnknownScore,
        });
    }

    /// <summary>Takes a decision about weights, and keeps who did where that changed something.</summary>
    /// <param name="score">The score.</param>
    /// <param name="change">What is decided.</param>
    /// <param name="caller">Who asks, as <see cref="KeyRing.CallerOf"/> names them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal Task<WeightsResult> ChangeWeightsAsync(string score, WeightsChange change, string caller, CancellationToken cancellation) => changes.MakeAsync(
        () => grid.Grid.ChangeWeightsAsync(score, change, CancellationToken.None).AsTask(),
        async result =>
        {
            if (result is WeightsResult.Changed)
            {
                LogChanged(log, score, change, caller);
                await audit.WriteAsync(caller, AuditAction.WeightsChanged, workspace.Name, $"score {score}: {change}");
            }
        },
        cancellation);

    [LoggerMessage(1, LogLevel.Information, "Weights of score {Score}: {Change}, as the key {Caller} asked")]
    private static partial void LogChanged(ILogger logger, string score, WeightsChange change, string caller);
}
