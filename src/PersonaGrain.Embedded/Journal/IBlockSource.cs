namespace PersonaGrain.Embedded.Journal;

/// <summary>Where blocks of the journal are read from.</summary>
internal interface IBlockSource
{
    /// <summary>The bytes of a block; valid until the next call.</summary>
    /// <exception cref="Store.StoreException">There is no such block, or the store can not be read.</exception>
    ReadOnlySpan<byte> Read(long block);

    /// <summary>Lets go of what the last call read.</summary>
    void Release();
}
