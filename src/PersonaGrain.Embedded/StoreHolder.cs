using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded;

/// <summary>Says who has the folder of a store, without opening the store.</summary>
public static class StoreHolder
{
    /// <summary>The process that has a folder; null where none has it, as far as this process may see. A grid of this process counts too.</summary>
    /// <param name="dataDirectory">The folder; it need not be there.</param>
    public static EmbeddedGridOpening.HeldByAnother? Find(string dataDirectory)
    {
        try
        {
            using var owner = StoreOwner.TryTake(dataDirectory, TimeProvider.System.GetUtcNow());
            return owner is null ? StoreOwner.ReadCard(dataDirectory) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // There is no such folder, or it can not be written: whoever opens it is told.
            return null;
        }
    }
}
