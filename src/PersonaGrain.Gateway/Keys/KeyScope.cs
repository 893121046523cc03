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

    /// <summary>Making tokens that open one profile.</summary>
    Token = 8,
}

/// <summary>The names of scopes.</summary>
internal static class KeyScopeNames
{
    /// <summary>The name of one scope, as configuration and answers have it.</summary>
    internal static string Name(this KeyScope scope) => scope switch
    {
        KeyScope.Write => "write",
        KeyScope.Read => "read",
        KeyScope.Token => "token",
        _ => "admin",
    };
}
