"""Pictures as arrays: filters, thresholds, transforms."""

import numpy as np
from scipy import ndimage

from .teaching import teaches


def picture():
    """A picture of a square, a disc and a ramp, as an author would load one."""
    y, x = np.mgrid[0:32, 0:32]
    img = 0.3 * x / 31
    img[6:16, 5:15] = 0.9
    img[(x - 22) ** 2 + (y - 21) ** 2 < 36] = 0.6
    return img


@teaches(brightness=(-0.5, 0.5, 0.0), contrast=(0.2, 3.0, 1.0), gamma=(0.2, 3.0, 1.0))
def adjust(brightness, contrast, gamma):
    """Brightness, contrast and gamma of a picture, with its histogram."""
    img = picture()
    out = contrast * (img - 0.5) + 0.5 + brightness
    out = np.clip(out, 0, 1) ** gamma
    hist, bins = np.histogram(out, bins=16, range=(0, 1))
    return {"out": out, "hist": hist, "mean": out.mean()}


@teaches(low=(0.0, 1.0, 0.3), high=(0.0, 1.0, 0.8), invert=False)
def threshold(low, high, invert):
    """A picture between two thresholds, and how much of it remains."""
    img = picture()
    mask = (img >= low) & (img <= high)
    if invert:
        mask = ~mask
    out = img.copy()
    out[~mask] = 0
    return {"out": out, "mask": mask, "share": mask.sum() / mask.size}


@teaches(sigma=(0.2, 5.0, 1.0), noise=(0.0, 0.5, 0.1))
def gaussian_blur(sigma, noise):
    """A noisy picture smoothed by scipy's Gaussian filter."""
    img = picture() + noise * np.random.default_rng(0).standard_normal((32, 32))
    blurred = ndimage.gaussian_filter(img, sigma)
    return {"img": img, "blurred": blurred, "error": np.sqrt(np.mean((blurred - picture()) ** 2))}


@teaches(size=(1, 9, 3), kernel=["mean", "sharpen", "edge"])
def convolve_by_hand(size, kernel):
    """Convolution of a picture with a kernel, by loops."""
    img = picture()
    k = np.ones((size, size)) / size**2
    if kernel == "sharpen":
        k = -k
        k[size // 2, size // 2] += 2
    elif kernel == "edge":
        k = -k
        k[size // 2, size // 2] += 1
    padded = np.pad(img, size // 2, mode="edge")
    out = np.zeros((32, 32))
    for i in range(32):
        for j in range(32):
            patch = padded[i : i + size, j : j + size]
            out[i, j] = np.sum(patch * k[: patch.shape[0], : patch.shape[1]])
    return {"k": k, "out": out}


@teaches(threshold=(0.05, 2.0, 0.6))
def sobel_edges(threshold):
    """Gradient by Sobel's kernels, its direction, and the edges above a threshold."""
    img = picture()
    gx = ndimage.convolve(img, np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]))
    gy = ndimage.convolve(img, np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]))
    magnitude = np.hypot(gx, gy)
    direction = np.arctan2(gy, gx)
    direction[magnitude < threshold] = np.nan
    return {"magnitude": magnitude, "direction": direction, "edges": magnitude > threshold}


@teaches(angle=(-180.0, 180.0, 20.0), scale=(0.5, 2.0, 1.0))
def rotate_picture(angle, scale):
    """A picture rotated and scaled, nearest pixel by nearest pixel."""
    img = picture()
    h, w = img.shape
    t = np.deg2rad(angle)
    A = np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]]) / scale
    out = np.zeros_like(img)
    yy, xx = np.indices((h, w))
    src = np.einsum("ij,jhw->ihw", A, np.array([xx - w / 2, yy - h / 2]))
    sx = np.round(src[0] + w / 2).astype(int)
    sy = np.round(src[1] + h / 2).astype(int)
    inside = (sx >= 0) & (sx < w) & (sy >= 0) & (sy < h)
    out[inside] = img[sy[inside], sx[inside]]
    return {"out": out}


@teaches(radius=(1, 16, 5), keep=["low", "high"])
def fourier_filter(radius, keep):
    """A picture with the frequencies inside or outside of a circle."""
    img = picture()
    F = np.fft.fftshift(np.fft.fft2(img))
    u, v = np.meshgrid(np.arange(-16, 16), np.arange(-16, 16))
    circle = u**2 + v**2 <= radius**2
    if keep == "high":
        circle = ~circle
    F[~circle] = 0
    out = np.fft.ifft2(np.fft.ifftshift(F)).real
    return {"out": out, "log": np.log1p(np.abs(F))}


@teaches(rank=(1, 20, 4))
def svd_compression(rank):
    """A picture of a rank, and how much of the energy it has."""
    img = picture()
    U, s, Vt = np.linalg.svd(img)
    approx = U[:, :rank] @ np.diag(s[:rank]) @ Vt[:rank, :]
    return {"approx": approx, "s": s, "energy": np.sum(s[:rank] ** 2) / np.sum(s**2), "numbers": rank * (32 + 32 + 1)}
