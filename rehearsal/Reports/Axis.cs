using System.Globalization;
using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>The time of a run as the plot and the table behind it divide it.</summary>
/// <param name="length">How long the run was.</param>
internal sealed class Axis(TimeSpan length)
{
    /// <summary>The width of the plot in its own units.</summary>
    public const double Width = 1000;

    // More points than this cannot be told apart on a wide screen, and would make the page large.
    private const int MostBins = 150, MostTicks = 6, MostRows = 40;

    private static readonly double[] _steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600];

    /// <summary>The length in seconds, never nothing.</summary>
    public double Seconds { get; } = Math.Max(0.1, length.TotalSeconds);

    /// <summary>How many seconds a point of a line stands for.</summary>
    public double BinSeconds => Step(MostBins);

    /// <summary>How many seconds a row of the table stands for.</summary>
    public double RowSeconds => Math.Max(0.5, Step(MostRows));

    /// <summary>How many points a line has.</summary>
    public int Bins => (int)Math.Ceiling(Seconds / BinSeconds);

    /// <summary>The seconds that are written below the plot.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var step = Math.Max(1, Step(MostTicks));
            // A tick at the very end would stand out over the edge.
            return Enumerable.Range(0, (int)(Seconds / step) + 1).Select(tick => tick * step).Where(at => at == 0 || at < Seconds * 0.97);
        }
    }

    /// <summary>Where a time is in the plot's own units.</summary>
    public double X(TimeSpan at) => Math.Clamp(at.TotalSeconds / Seconds, 0, 1) * Width;

    /// <summary>Where a time is, for CSS.</summary>
    public string Percent(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"{X(at) / Width * 100:0.##}%");

    /// <summary>Counts what happened in each bin.</summary>
    public int[] Count(IEnumerable<TimeSpan> times)
    {
        var counts = new int[Bins];
        foreach (var at in times)
        {
            counts[Math.Clamp((int)(at.TotalSeconds / BinSeconds), 0, Bins - 1)]++;
        }
        return counts;
    }

    private double Step(int most) => _steps.FirstOrDefault(step => Seconds / step <= most, _steps[^1]);
}
