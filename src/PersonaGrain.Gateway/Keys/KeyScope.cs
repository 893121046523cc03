namespace PersonaGrain.Gateway.Keys;

/// <summary>What a key allows.</summary>
[Flags]
internal enum KeyScope : byte
{
    /// <summary>Nothing: the key is not known.</summary>
    None = 0,

    /// <summary>Sending signals.</summary>
    Write = 1,

    /// <summary>Reading.</summary>
    Read = 2,

    /// <summary>Changing the catalog.</summary>
    Admin = 4,
}
