namespace PersonaGrain.Turns;

/// <summary>An actor that was read has come to a catalog that the reader does not know yet: read again once that is known.</summary>
/// <param name="version">Its version.</param>
public sealed class NewerCatalogException(int version) : Exception($"an actor has come to catalog {version}, which is not known here yet")
{
    /// <summary>The version.</summary>
    public int Version => version;
}
