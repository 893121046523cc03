using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>What is in force and durable. Set by the writer when a commit is, read by anyone.</summary>
internal sealed class InForce(CatalogInForce first)
{
    private CatalogInForce _current = first;

    public CatalogInForce Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
