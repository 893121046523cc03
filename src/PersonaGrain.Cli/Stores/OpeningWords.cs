using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Stores;

/// <summary>The steps of opening a store, for people and for programs.</summary>
internal static class OpeningWords
{
    /// <summary>What is done, in words.</summary>
    public static string Of(OpeningStep step) => step switch
    {
        OpeningStep.Upgrading => "bringing it to this version's layout",
        OpeningStep.Recovering => "reading what was written since its last checkpoint",
        OpeningStep.CatchingUp => "letting what came due happen",
        OpeningStep.Workspaces => "opening the other workspaces",
        _ => "beginning",
    };

    /// <summary>The step as one word, such as <c>catching_up</c>.</summary>
    public static string Word(OpeningStep step) => step switch
    {
        OpeningStep.Upgrading => "upgrading",
        OpeningStep.Recovering => "recovering",
        OpeningStep.CatchingUp => "catching_up",
        OpeningStep.Workspaces => "workspaces",
        _ => "ready",
    };
}
