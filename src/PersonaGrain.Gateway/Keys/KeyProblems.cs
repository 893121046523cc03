using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Keys;

/// <summary>What is answered where a key is missing or does not do; for write keys in the words of peers.</summary>
internal static class KeyProblems
{
    internal static Problem Missing(KeyScope needed) =>
        Of("missing_key", needed == KeyScope.Write ? "failed to read writekey from header" : $"the request shows no key; this needs one of the scope {needed.Name()}");

    internal static Problem Unknown(KeyScope needed) => Of("invalid_key", $"invalid {needed.Name()} key");

    internal static Problem WrongScope(KeyScope needed) => Of("wrong_key_scope", $"this needs a key of the scope {needed.Name()}");

    private static Problem Of(string code, string detail) => new(code, detail, "Authorization");
}
