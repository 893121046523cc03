using PersonaGrain.Accounts;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The signal types of the calls that are no <c>track</c>. No sender chose them, so one that a catalog lacks is no slip: an <c>identify</c> is there for its traits.</summary>
public static class CallTypes
{
    private const string Identified = "identified";
    private const string PageViewed = "page_viewed";
    private const string ScreenViewed = "screen_viewed";
    private const string Grouped = "grouped";

    /// <summary>The type of the signal that a group call with traits makes of the account, where the catalog has accounts.</summary>
    internal const string AccountIdentified = "account_identified";

    /// <summary>Whether calls give signals this type by themselves.</summary>
    /// <param name="type">The type.</param>
    /// <param name="hasAccounts">Whether the catalog has accounts.</param>
    public static bool Contains(string type, bool hasAccounts) => 
        type is Identified or PageViewed or ScreenViewed || (hasAccounts ? type is AccountIdentified or GroupSignal.Joins or GroupSignal.Leaves : type is Grouped);

    /// <summary>The type of a call's signal; empty where its event names it.</summary>
    internal static string Of(TrackingCall call) => call switch
    {
        TrackingCall.Identify => Identified,
        TrackingCall.Page => PageViewed,
        TrackingCall.Screen => ScreenViewed,
        TrackingCall.Group => Grouped,
        _ => string.Empty,
    };
}
