namespace PersonaGrain.Documents;

/// <summary>One thing wrong with a document.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.segments.lapsed.when.all[0].count</c>.</param>
/// <param name="Value">What stands there, shortened, or null where something is missing.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record DocumentFault(string Path, string? Value, string Message);
