namespace PersonaGrain.Gateway.Problems;

/// <summary>How one kind of fault is answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What it is, in a few words that are the same for every occurrence.</param>
/// <param name="Remedy">What the sender can do.</param>
internal sealed record ProblemKind(int Status, string Title, string Remedy);
