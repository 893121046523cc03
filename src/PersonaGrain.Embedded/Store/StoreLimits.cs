namespace PersonaGrain.Embedded.Store;

/// <summary>Limits of a store's file, for tests of what happens when it fails.</summary>
internal sealed record StoreLimits
{
    /// <summary>The most pages the file may have, read whenever it is opened for writing; 0 for no limit.</summary>
    public int MaximumPages { get; set; }

    /// <summary>Names a result code of SQLite with which opening a connection for reading fails; 0 for none.</summary>
    public int ReadFault { get; set; }
}
