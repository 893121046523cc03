using System.Text.Json.Nodes;

namespace PersonaGrain.Cli.Fitting.Answers;

/// <summary>What a fit answers.</summary>
/// <param name="Values">The answer, under the field's own names.</param>
/// <param name="Rows">What is said of each row or customer; null where nothing is.</param>
internal sealed record FitAnswer(JsonObject Values, RowAnswers? Rows = null)
{
    /// <summary>What the reader should know beside it.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
