using MudBlazor;

namespace PersonaGrain.Dashboard.Layout;

/// <summary>The colours and letters of the pages. Every text has a contrast of 4.5 to 1 at least, in both palettes.</summary>
internal static class DashboardTheme
{
    private static readonly string[] Letters = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"];

    /// <summary>The theme.</summary>
    internal static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3d4fc4",
            Secondary = "#8a3a76",
            Success = "#1b6e3c",
            Error = "#b3261e",
            Warning = "#8a5300",
            Info = "#0b5e8a",
            Background = "#f6f7fb",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1c1e2b",
            DrawerBackground = "#ffffff",
            DrawerText = "#3b3f52",
            DrawerIcon = "#3b3f52",
            TextPrimary = "#1c1e2b",
            TextSecondary = "#555a70",
            ActionDefault = "#555a70",
            LinesDefault = "#e2e4ee",
            LinesInputs = "#8a8fa6",
            TableLines = "#e2e4ee",
            Divider = "#e2e4ee",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#a9b4ff",
            Secondary = "#e3a6d2",
            Success = "#7fd6a0",
            Error = "#ffb4ab",
            Warning = "#f2bd6d",
            Info = "#8ccdf2",
            Background = "#12131a",
            Surface = "#1b1d27",
            AppbarBackground = "#1b1d27",
            AppbarText = "#e8e9f2",
            DrawerBackground = "#1b1d27",
            DrawerText = "#c6c9d9",
            DrawerIcon = "#c6c9d9",
            TextPrimary = "#e8e9f2",
            TextSecondary = "#a8acc0",
            ActionDefault = "#a8acc0",
            PrimaryContrastText = "#12131a",
            LinesDefault = "#2e3140",
            LinesInputs = "#767b94",
            TableLines = "#2e3140",
            Divider = "#2e3140",
        },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = Letters, FontSize = ".9rem" } },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };
}
