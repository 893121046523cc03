using PersonaGrain.Embedded.Store;
using PersonaGrain.Indexing;

namespace PersonaGrain.Embedded.Indexing;

/// <summary>Searches over a store.</summary>
internal static class StoredSearch
{
    /// <summary>Searches that read with connections of a pool.</summary>
    public static IndexSearch Over(ReaderPool readers)
    {
        var keys = new ActorKeyCache();
        return new IndexSearch(new StoredIndex(readers, keys), new StoredMembers(readers, keys), new StoredIdentities(readers));
    }
}
