using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Signals;

namespace PersonaGrain.Accounts;

/// <summary>The keys of accounts: the actor of the account <c>acme</c> has the key <c>account:acme</c>, and is read, ranked for and watched as a profile is.</summary>
public static class AccountKey
{
    /// <summary>What stands before the colon. No kind of identities of a person may have this name.</summary>
    public const string Kind = "account";

    private const string Prefix = Kind + ":";

    /// <summary>Whether a key is that of an account.</summary>
    public static bool IsAccount(ProfileId key) => key.Value is { } text && text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The key of an account.</summary>
    /// <param name="account">The account's id as senders write it; white space around it does not count.</param>
    /// <param name="key">The key.</param>
    /// <param name="fault">Why there is none: <c>missing_account</c>, <c>account_too_long</c> or <c>invalid_text</c>.</param>
    public static bool TryOf([NotNullWhen(true)] string? account, out ProfileId key, [NotNullWhen(false)] out SignalFault? fault)
    {
        key = default;
        if (string.IsNullOrWhiteSpace(account))
        {
            fault = new SignalFault("missing_account", "account", "account is missing or empty; send the id of the account, such as acme");
            return false;
        }

        if (ProfileId.TryParse(Prefix + account.Trim(), out key, out var unfit))
        {
            fault = null;
            return true;
        }

        fault = unfit.Reason == "profile_too_long"
            ? new SignalFault("account_too_long", "account", $"account has more than {ProfileId.MaximumLength - Prefix.Length} characters; send a shorter id")
            : unfit with { Field = "account", Message = "account has characters that are no text; send the id without them" };
        return false;
    }

    /// <summary>The id of an account as senders write it.</summary>
    /// <exception cref="ArgumentException">The key is not that of an account.</exception>
    public static string IdOf(ProfileId key) =>
        IsAccount(key) ? key.Value[Prefix.Length..] : throw new ArgumentException("not the key of an account", nameof(key));
}
