namespace PersonaGrain.Catalogs.Changes;

/// <summary>A definition of a catalog that a change of the catalog reaches, though it may stand as it was.</summary>
/// <param name="Path">The definition, such as <c>$.segments.lapsed</c>.</param>
/// <param name="Uses">What of the catalog it uses that was changed, as a path.</param>
/// <param name="Reason">What became of that, and what it means for the definition.</param>
/// <param name="IsRewritten">The definition itself was changed too, most likely to go along.</param>
public sealed record CatalogBreak(string Path, string Uses, string Reason, bool IsRewritten);
