using System.Text.Json.Nodes;

namespace PersonaGrain.Cli.Fitting.Answers;

/// <summary>What is said of each row or customer.</summary>
/// <param name="Names">The columns of it.</param>
/// <param name="Rows">The values, in the order of the columns; null for none.</param>
internal sealed record RowAnswers(IReadOnlyList<string> Names, IEnumerable<JsonNode?[]> Rows);
