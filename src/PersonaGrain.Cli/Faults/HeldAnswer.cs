using System.Text.Json;

namespace PersonaGrain.Cli.Faults;

/// <summary>What came of asking about signals that are set aside.</summary>
/// <param name="Json">The answer, in the form of the HTTP API; null after the fault was told.</param>
/// <param name="ExitCode">What the command ends with where there is no answer.</param>
internal readonly record struct HeldAnswer(JsonElement? Json, int ExitCode);
