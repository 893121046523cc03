using PersonaGrain.Population.Census;

namespace PersonaGrain.Grains.Population;

/// <summary>What came of a census.</summary>
internal abstract record CensusResult
{
    private CensusResult()
    {
    }

    /// <summary>Everybody was counted.</summary>
    internal sealed record Taken(CensusSummary Summary) : CensusResult;

    /// <summary>Another catalog, or another publication, came in force meanwhile.</summary>
    internal sealed record Outdated : CensusResult
    {
        /// <summary>The only instance.</summary>
        public static readonly Outdated Instance = new();

        private Outdated()
        {
        }
    }

    /// <summary>As many other workspaces are counted as may be at once: ask again.</summary>
    internal sealed record Busy : CensusResult
    {
        /// <summary>The only instance.</summary>
        public static readonly Busy Instance = new();

        private Busy()
        {
        }
    }

    /// <summary>There are silos of a version that gathers something else, or takes no census.</summary>
    internal sealed record Differs : CensusResult
    {
        /// <summary>The only instance.</summary>
        public static readonly Differs Instance = new();

        private Differs()
        {
        }
    }
}
