using PersonaGrain.Signals;

namespace PersonaGrain.Accounts;

/// <summary>How a signal says that a person belongs to an account, or does no longer. Belonging is a fold of these and of nothing else, so it is joined, parted and learned as all signals are.</summary>
/// <remarks>A <c>group</c> call of the tracking API is such a signal.</remarks>
public static class GroupSignal
{
    /// <summary>The type of signals by which a person comes to belong to an account.</summary>
    public const string Joins = "group";

    /// <summary>The type of signals by which a person belongs to an account no longer.</summary>
    public const string Leaves = "group_left";

    /// <summary>The attribute with the account's id.</summary>
    public const string Account = "groupId";

    /// <summary>The attribute with what the person is to the account, such as <c>buyer</c>.</summary>
    public const string Role = "role";

    /// <summary>The most characters of a role; what is longer is cut.</summary>
    public const int RoleLength = 100;

    /// <summary>Whether a signal is of one of the two types. Two comparisons of lengths for most others.</summary>
    internal static bool Is(Signal signal) => signal.Type is Joins or Leaves;

    /// <summary>What a signal says; null where it names no account.</summary>
    internal static Belonging? Read(Signal signal)
    {
        if (!Is(signal) || !AccountKey.TryOf(Text(signal, Account), out var account, out _))
        {
            return null;
        }

        var role = signal.Type == Leaves ? string.Empty : Text(signal, Role)?.Trim() ?? string.Empty;
        return new Belonging(account, role.Length > RoleLength ? role[..RoleLength] : role, signal.Time, signal.Type == Leaves);
    }

    private static string? Text(Signal signal, string attribute) => signal.Attributes[attribute] switch
    {
        { Kind: AttributeKind.Text } text => text.Text,
        { IsNumber: true } number => number.ToString(),
        _ => null,
    };
}
